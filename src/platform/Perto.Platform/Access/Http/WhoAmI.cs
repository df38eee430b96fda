namespace Perto.Platform;

/// <summary>Who the server takes the caller for.</summary>
public sealed record WhoAmI
{
    /// <summary>Whose data the caller sees.</summary>
    public required string Tenant { get; init; }

    /// <summary>How the audit log names the caller: the id of the key, or <c>local</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>What the caller may do.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The key; absent where none was sent.</summary>
    public ApiKey? Key { get; init; }
}
