namespace Perto.Platform;

/// <summary>What became of a copy.</summary>
public sealed record CopyReport
{
    /// <summary>The collection.</summary>
    public required string Collection { get; init; }

    /// <summary>Records written by this run.</summary>
    public required long Written { get; init; }

    /// <summary>Records that runs before had written.</summary>
    public required long Resumed { get; init; }

    /// <summary>Records of the source when it was written.</summary>
    public required long SourceRecords { get; init; }

    /// <summary>Records of the target when it was written; more than those of the source where it had others before.</summary>
    public required long TargetRecords { get; init; }

    /// <summary>Records that were compared and are equal; null where they were not compared.</summary>
    public long? Same { get; init; }

    /// <summary>Ids of records that differ.</summary>
    public IReadOnlyList<string> Different { get; init; } = [];

    /// <summary>Ids of records that the target lacks.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Whether the target has all records of the source: as far as numbers tell, where they were not compared.</summary>
    public bool IsSame => Same is null ? TargetRecords >= SourceRecords : Different.Count == 0 && Missing.Count == 0;
}
