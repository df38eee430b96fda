namespace Perto.Vectors;

/// <summary>What a search looked at.</summary>
/// <param name="Records">Live records.</param>
/// <param name="Passed">Live records that have the vector and match the filter.</param>
public readonly record struct ScanCost(long Records, long Passed)
{
    /// <summary>How candidates were found.</summary>
    public SearchStrategy Strategy { get; init; }

    /// <summary>Whether <see cref="Passed"/> was estimated and not counted.</summary>
    public bool PassedIsEstimate { get; init; }

    /// <summary>Vectors or codes compared with the query.</summary>
    public long Compared { get; init; }

    /// <summary>Candidates compared again by their vectors.</summary>
    public int Rescored { get; init; }

    /// <summary>Candidates that the walk over the graph kept.</summary>
    public int Ef { get; init; }

    /// <summary>Rows compared by their vectors because the graph does not have them yet.</summary>
    public int Unindexed { get; init; }
}
