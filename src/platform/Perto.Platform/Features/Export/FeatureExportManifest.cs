namespace Perto.Platform;

/// <summary>What was exported: <c>manifest.json</c>, which is written last. Without it an export is not whole.</summary>
public sealed record FeatureExportManifest
{
    /// <summary>Whose.</summary>
    public required string Tenant { get; init; }

    /// <summary>The view.</summary>
    public required string View { get; init; }

    /// <summary>Its version.</summary>
    public required int Version { get; init; }

    /// <summary>The form.</summary>
    public required ExportFormat Format { get; init; }

    /// <summary>Whether the files are compressed.</summary>
    public required bool Gzip { get; init; }

    /// <summary>From this event time on.</summary>
    public DateTimeOffset? FromAt { get; init; }

    /// <summary>Before this event time.</summary>
    public required DateTimeOffset ToAt { get; init; }

    /// <summary>Rows of all files.</summary>
    public required long Rows { get; init; }

    /// <summary>The files, in the order of their rows.</summary>
    public required IReadOnlyList<ExportedFeatureFile> Files { get; init; }

    /// <summary>When it was whole.</summary>
    public DateTimeOffset? CompletedAt { get; init; }
}
