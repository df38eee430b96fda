namespace Perto.Platform;

/// <summary>An import and how far it came.</summary>
public sealed record ImportRun
{
    /// <summary>Whose data it is.</summary>
    public required TenantId Tenant { get; init; }

    /// <summary>Its id.</summary>
    public required string Id { get; init; }

    /// <summary>The format.</summary>
    public required string Kind { get; init; }

    /// <summary>Full path of the folder or file; it must stay readable until the import is done.</summary>
    public required string Source { get; init; }

    /// <summary>Where it is.</summary>
    public required ImportState State { get; init; }

    /// <summary>Its files, in their order.</summary>
    public required IReadOnlyList<ImportedFile> Files { get; init; }

    /// <summary>The checkpoint.</summary>
    public required ImportPosition Position { get; init; }

    /// <summary>Rows dealt with: written and rejected.</summary>
    public required long RowsRead { get; init; }

    /// <summary>Rows that were sound.</summary>
    public required long RowsWritten { get; init; }

    /// <summary>Rows left out, each for at least one error.</summary>
    public required long RowsRejected { get; init; }

    /// <summary>The first hundred errors.</summary>
    public required IReadOnlyList<RowError> Errors { get; init; }

    /// <summary>What ended it, when it failed.</summary>
    public string? Failure { get; init; }

    /// <summary>When it began.</summary>
    public required DateTimeOffset StartedAt { get; init; }

    /// <summary>When its checkpoint moved last.</summary>
    public required DateTimeOffset UpdatedAt { get; init; }

    /// <summary>When it ended; null while it can go on.</summary>
    public DateTimeOffset? FinishedAt { get; init; }
}
