namespace Perto.Platform;

/// <summary>A key as it is shown: all but its secret.</summary>
public sealed record ApiKey
{
    /// <summary>Its id, by which it is rotated and revoked, and which the audit log names.</summary>
    public required string Id { get; init; }

    /// <summary>Whose data it opens.</summary>
    public required string Tenant { get; init; }

    /// <summary>What people call it.</summary>
    public required string Name { get; init; }

    /// <summary>The eight characters behind <c>perto_</c>.</summary>
    public required string Prefix { get; init; }

    /// <summary>What it allows.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Whether it opens anything now.</summary>
    public required KeyState State { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>By whom: the id of a key, <c>local</c>, or <c>first_start</c>.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>From when on it opens nothing; null: never.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>The minute in which it was last used; null: not yet.</summary>
    public DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>When it was revoked.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>The id of the key that it replaces.</summary>
    public string? RotatedFrom { get; init; }
}
