namespace Perto.Vectors;

/// <summary>How a search was done and what it cost. A provider leaves numbers that it cannot know at 0.</summary>
public sealed record SearchExplain
{
    /// <summary>
    /// What was chosen, in words: <c>exact scan</c>, <c>graph</c>, <c>graph, filtered</c>, <c>exact over the matches</c>, <c>postings</c>;
    /// of a fused search <c>fused</c>.
    /// </summary>
    public required string Strategy { get; init; }

    /// <summary>Records in the collection at that moment.</summary>
    public long Records { get; init; }

    /// <summary>Records that have the vector and match the filter.</summary>
    public long Passing { get; init; }

    /// <summary>Whether <see cref="Passing"/> was estimated and not counted.</summary>
    public bool PassingIsEstimate { get; init; }

    /// <summary>Vectors, or their codes, that were compared with the query.</summary>
    public long Compared { get; init; }

    /// <summary>Candidates found by codes that were compared again with the vectors themselves.</summary>
    public long Rescored { get; init; }

    /// <summary>Candidates that an approximate index was to look at; 0 where none was used.</summary>
    public int Ef { get; init; }

    /// <summary>Records that were scanned because the index does not have them yet.</summary>
    public long Unindexed { get; init; }

    /// <summary>Time in the store.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>
    /// Of a fused search: how each part was searched, in their order. <see cref="Compared"/>, <see cref="Rescored"/> and
    /// <see cref="Unindexed"/> of the whole are the sums of theirs, <see cref="Passing"/> is the largest.
    /// </summary>
    public IReadOnlyList<SearchExplain> Parts { get; init; } = [];
}
