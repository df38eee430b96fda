using Perto.Vectors;

namespace Perto.Platform;

/// <summary>How a search was done and what it cost.</summary>
public sealed record VectorSearchExplain
{
    /// <summary>What was chosen, in words: <c>graph</c>, <c>exact scan</c>.</summary>
    public required string Strategy { get; init; }

    /// <summary>Records in the collection at that moment.</summary>
    public required long Records { get; init; }

    /// <summary>Records that have the vector and match the filter.</summary>
    public required long Passing { get; init; }

    /// <summary>Whether that number was estimated and not counted.</summary>
    public required bool PassingIsEstimate { get; init; }

    /// <summary>Vectors, or their codes, that were compared with the query.</summary>
    public required long Compared { get; init; }

    /// <summary>Candidates found by codes that were compared again with the vectors themselves.</summary>
    public required long Rescored { get; init; }

    /// <summary>Candidates that the index was to look at; 0 where none was used.</summary>
    public required int Ef { get; init; }

    /// <summary>Records that were scanned because the index does not have them yet.</summary>
    public required long Unindexed { get; init; }

    /// <summary>Time in the store, in milliseconds.</summary>
    public required double ElapsedMs { get; init; }

    /// <summary>Of a fused search: how each part was searched.</summary>
    public IReadOnlyList<VectorSearchExplain>? Parts { get; init; }

    internal static VectorSearchExplain Of(SearchExplain explain) => new()
    {
        Strategy = explain.Strategy,
        Records = explain.Records,
        Passing = explain.Passing,
        PassingIsEstimate = explain.PassingIsEstimate,
        Compared = explain.Compared,
        Rescored = explain.Rescored,
        Ef = explain.Ef,
        Unindexed = explain.Unindexed,
        ElapsedMs = explain.Elapsed.TotalMilliseconds,
        Parts = explain.Parts.Count == 0 ? null : [.. explain.Parts.Select(Of)],
    };

    internal SearchExplain ToExplain() => new()
    {
        Strategy = Strategy,
        Records = Records,
        Passing = Passing,
        PassingIsEstimate = PassingIsEstimate,
        Compared = Compared,
        Rescored = Rescored,
        Ef = Ef,
        Unindexed = Unindexed,
        Elapsed = TimeSpan.FromMilliseconds(ElapsedMs),
        Parts = Parts is null ? [] : [.. Parts.Select(part => part.ToExplain())],
    };
}
