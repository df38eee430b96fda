namespace Perto.Platform;

/// <summary>What an export holds.</summary>
public sealed record ExportManifest
{
    /// <summary>Whose data it is in.</summary>
    public required string Tenant { get; init; }

    /// <summary>The person's id.</summary>
    public required string Subject { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Each declared place, also where nothing is.</summary>
    public required IReadOnlyList<ExportedFile> Files { get; init; }
}
