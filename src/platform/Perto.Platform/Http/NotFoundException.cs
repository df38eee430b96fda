namespace Perto.Platform;

/// <summary>The thing named does not exist for this tenant; another tenant's things do not exist either.</summary>
public sealed class NotFoundException(string kind, string id)
    : PertoException("not_found", 404, $"There is no {kind} '{id}'")
{
    /// <summary>What was looked for: <c>title</c>, <c>user</c>, <c>model</c>.</summary>
    public string Kind { get; } = kind;

    /// <summary>The id that was given.</summary>
    public string Id { get; } = id;
}
