using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>What a ranker is and what it reached.</summary>
internal sealed record RankReport
{
    /// <summary>All parameters of the fit; none where the ranker was read from a file.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>How many rankers were fitted, each with a seed of its own.</summary>
    public int Seeds { get; init; }

    /// <summary>Trees, the mean over seeds.</summary>
    public double Trees { get; init; }

    /// <summary>Leaves of a tree, the mean over trees and seeds.</summary>
    public double Leaves { get; init; }

    /// <summary>Queries of the test; 0 where there was none.</summary>
    public int Queries { get; init; }

    /// <summary>Rows of the test.</summary>
    public int Rows { get; init; }

    /// <summary>What was reached; none where there was no test.</summary>
    public IReadOnlyList<RankerMetric> Metrics { get; init; } = [];

    /// <summary>The features that gained most.</summary>
    public IReadOnlyList<RankFeature> Features { get; init; } = [];

    /// <summary>What others reached on these data.</summary>
    public PublishedRanking? Published { get; init; }
}
