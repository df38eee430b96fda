using Perto.Vectors;

namespace Perto.Platform;

/// <summary>How the parts of a search become one ranking, as <see cref="FusionLearner"/> found it for a collection.</summary>
public sealed record LearnedFusion
{
    /// <summary>What was decided.</summary>
    public required FusionDecision Decision { get; init; }

    /// <summary>The names of the parts, in their order.</summary>
    public required IReadOnlyList<string> Parts { get; init; }

    /// <summary>The part that stands alone; null where all are fused.</summary>
    public string? Single { get; init; }

    /// <summary>The method, where all are fused.</summary>
    public FusionMethod Method { get; init; }

    /// <summary>The weight of each part, where all are fused; they sum to 1.</summary>
    public required IReadOnlyList<double> Weights { get; init; }

    /// <summary>Judged queries that were learned from.</summary>
    public int Queries { get; init; }

    /// <summary>The k of the nDCG figures here.</summary>
    public int K { get; init; }

    /// <summary>nDCG of fusing on held-out queries, in the mean over all; null where nothing was tried.</summary>
    public double? FusedNdcg { get; init; }

    /// <summary>nDCG of the best single part on held-out queries.</summary>
    public double? SingleNdcg { get; init; }

    /// <summary>nDCG on held-out queries with the gate, decided without them: what searching by such a decision is worth.</summary>
    public double? GatedNdcg { get; init; }

    /// <summary>How probable a difference as large is where both are alike (paired permutation test).</summary>
    public double? PValue { get; init; }

    /// <summary>What was chosen without each fold, and how it did there.</summary>
    public IReadOnlyList<FusionFold> Folds { get; init; } = [];

    /// <summary>Reciprocal ranks with equal weights.</summary>
    /// <param name="parts">The names of the parts.</param>
    public static LearnedFusion Untried(IReadOnlyList<string> parts) => new()
    {
        Decision = FusionDecision.Untried,
        Parts = parts,
        Weights = [.. parts.Select(_ => 1.0 / parts.Count)],
    };

    /// <summary>Makes one ranking of what the parts found. Where one part stands alone, it is that part's ranking with its scores.</summary>
    /// <param name="rankings">The candidates of each part, best first, in the order of <see cref="Parts"/>.</param>
    /// <exception cref="ArgumentException">There is not one ranking for each part.</exception>
    public IReadOnlyList<FusedHit> Fuse(IReadOnlyList<IReadOnlyList<RankedId>> rankings)
    {
        ArgumentNullException.ThrowIfNull(rankings);
        if (rankings.Count != Parts.Count)
            throw new ArgumentException($"{rankings.Count} rankings were given for {Parts.Count} parts", nameof(rankings));
        return Single is null ? Fusion.Fuse(Method, Weights, rankings) : Alone(rankings, Parts.ToList().IndexOf(Single));
    }

    // As it was measured: among equal scores the part's own order.
    private static FusedHit[] Alone(IReadOnlyList<IReadOnlyList<RankedId>> rankings, int part) =>
        [.. rankings[part].Select((hit, i) => new FusedHit(hit.Id, hit.Score, [new PartScore(part, i + 1, hit.Score)]))];
}
