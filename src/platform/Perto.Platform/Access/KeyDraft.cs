using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>What a key shall be.</summary>
public sealed record KeyDraft
{
    /// <summary>What people call it: 1 to 100 characters, none of them a control character.</summary>
    public required string Name { get; init; }

    /// <summary>What it allows: <c>read</c>, <c>write</c>, <c>admin</c>, <c>operator</c>, or <c>vectors:read</c> in one module.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Whose data it opens; null: the caller's own. Another needs the scope <c>operator</c>.</summary>
    public string? Tenant { get; init; }

    /// <summary>Seconds until it expires, at least 1; not together with <see cref="ExpiresAt"/>.</summary>
    [Range(1, long.MaxValue)]
    public long? ExpiresInSeconds { get; init; }

    /// <summary>When it expires; null, and without <see cref="ExpiresInSeconds"/>: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }
}
