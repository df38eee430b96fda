namespace Perto.Server;

/// <summary>What a program says when it makes a server. Everything else comes from the settings.</summary>
public sealed class PertoServerOptions
{
    /// <summary>
    /// Arguments of the command line: <c>--urls</c>, <c>--workers</c>, <c>--data</c>, or any setting by its whole name
    /// (<c>--Perto:Server:MaxBodyBytes 1048576</c>).
    /// </summary>
    public IReadOnlyList<string> Args { get; init; } = [];

    /// <summary>Settings by their whole name, which win over every other source.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
}
