using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What the pipeline and its parts reached on a past that is known.</summary>
public sealed record BacktestReport
{
    /// <summary>The protocol in words.</summary>
    public required string Protocol { get; init; }

    /// <summary>The models alone, the blend, the ranker, and the whole page.</summary>
    public required IReadOnlyList<EvaluationResult> Results { get; init; }

    /// <summary>The ranker and the page against the best model alone, on the same people.</summary>
    public required IReadOnlyList<ModelComparison> Comparisons { get; init; }

    /// <summary>Share of what is to be found that is among the candidates of the page, mean over people.</summary>
    public required double CandidateRecall { get; init; }

    /// <summary>Pages that the ranker learned from.</summary>
    public required int Pages { get; init; }

    /// <summary>Each feature's share of the gain of the trees, largest first.</summary>
    public required IReadOnlyDictionary<string, double> Importance { get; init; }
}
