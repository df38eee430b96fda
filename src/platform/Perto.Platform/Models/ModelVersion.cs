namespace Perto.Platform;

/// <summary>A saved model without its bytes.</summary>
public sealed record ModelVersion
{
    /// <summary>Whose it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>What it is for.</summary>
    public required string Name { get; init; }

    /// <summary>Counts up from 1 for each name.</summary>
    public required int Version { get; init; }

    /// <summary>The algorithm.</summary>
    public required string Kind { get; init; }

    /// <summary>SHA-256 of its bytes, lower-case hexadecimal.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Length in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Time of the oldest event it learned from.</summary>
    public DateTimeOffset? DataFrom { get; init; }

    /// <summary>Time of the newest event it learned from.</summary>
    public DateTimeOffset? DataTo { get; init; }

    /// <summary>What its evaluation measured, higher is better.</summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>The version it was trained from.</summary>
    public int? Parent { get; init; }

    /// <summary>Of the live version, the one that was live before it: where a rollback goes. Null where there is none.</summary>
    public int? Replaced { get; init; }

    /// <summary>Where it is in its life.</summary>
    public required ModelState State { get; init; }

    /// <summary>Why it was rejected; null otherwise.</summary>
    public string? Reason { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>As answers and logs name it: <c>streaming-collaborative@7</c>.</summary>
    public override string ToString() => $"{Name}@{Version}";
}
