using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>What of a view is exported, and where to.</summary>
public sealed record FeatureExportRequest
{
    /// <summary>Most rows of a file.</summary>
    public const int MaxRowsPerFile = 10_000_000;

    /// <summary>Longest folder, and longest prefix, in characters.</summary>
    public const int MaxPath = 500;

    /// <summary>From this event time on; null: from the beginning.</summary>
    public DateTimeOffset? FromAt { get; init; }

    /// <summary>Before this event time; null: up to now.</summary>
    public DateTimeOffset? ToAt { get; init; }

    /// <summary>The form.</summary>
    public ExportFormat Format { get; init; }

    /// <summary>Whether files are compressed.</summary>
    public bool Gzip { get; init; } = true;

    /// <summary>Rows of a file, 1 to 10,000,000; null: 1,000,000.</summary>
    [Range(1, MaxRowsPerFile)]
    public int? RowsPerFile { get; init; }

    /// <summary>A folder for this export alone; over HTTP below <c>Perto:Features:ExportFolder</c>. Either this or a bucket.</summary>
    [MaxLength(MaxPath)]
    public string? Folder { get; init; }

    /// <summary>A bucket.</summary>
    [MaxLength(63)]
    public string? Bucket { get; init; }

    /// <summary>What the names in the bucket begin with, for this export alone; over HTTP behind the name of the tenant.</summary>
    [MaxLength(MaxPath)]
    public string? Prefix { get; init; }

    /// <summary>The object store; null: that of the settings. Only hosts of <c>Perto:Outbound:Allow</c>.</summary>
    public Uri? Endpoint { get; init; }

    internal void Check()
    {
        if (!Enum.IsDefined(Format))
            throw new InvalidValueException("format", Format, "json_lines or csv", "format must be json_lines or csv");
        if (Folder is null == Bucket is null)
            throw new InvalidValueException("folder", Folder, "given, or a bucket in its place", "Give either folder or bucket");
        if (Bucket is null && (Prefix is not null || Endpoint is not null))
            throw new InvalidValueException("bucket", null, "given", "prefix and endpoint are for a bucket");
        if (RowsPerFile is < 1 or > MaxRowsPerFile)
            throw InvalidValueException.OutOfRange("rows_per_file", RowsPerFile.Value, 1, MaxRowsPerFile);
        if (FromAt is { } from && ToAt is { } to && to <= from)
            throw new InvalidValueException("to_at", to, "after from_at", "to_at must be after from_at");
        if (Prefix is { } prefix && (prefix.Length > MaxPath || !FeatureNames.IsWellFormed(prefix) || prefix.Any(char.IsControl) || prefix.StartsWith('/') || prefix.Split('/').Any(part => part is "." or "..")))
            throw new InvalidValueException("prefix", prefix, "a path without . and ..", $"prefix must be at most {MaxPath} characters, without a slash at its beginning and without . and ..");
        if (Folder is { } folder && (folder.Length is 0 or > MaxPath || !FeatureNames.IsWellFormed(folder) || folder.Any(char.IsControl)))
            throw new InvalidValueException("folder", folder, $"1..{MaxPath} characters", $"folder must be a path of 1 to {MaxPath} characters");
    }
}
