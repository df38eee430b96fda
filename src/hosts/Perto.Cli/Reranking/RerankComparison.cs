using Perto.Platform;

namespace Perto.Cli;

/// <summary>A query's results before and after a re-ranking.</summary>
internal sealed record RerankComparison
{
    /// <summary>How many results are shown of each order.</summary>
    public const int Top = 10;

    public required string Query { get; init; }

    /// <summary>Candidates that were retrieved.</summary>
    public required int Retrieved { get; init; }

    /// <summary>Candidates that were judged.</summary>
    public required int Reranked { get; init; }

    /// <summary>Mean score of the re-ranker over the first ten of the retrieval.</summary>
    public double? MeanScoreBefore { get; init; }

    /// <summary>Mean score of the re-ranker over the first ten of its own order.</summary>
    public double? MeanScoreAfter { get; init; }

    /// <summary>The positions that all candidates moved, together.</summary>
    public required int PositionChanges { get; init; }

    public required double RerankTimeMs { get; init; }

    public required string Provider { get; init; }

    public required string Model { get; init; }

    /// <summary>Why it was not re-ranked, where it was to be.</summary>
    public string? Degraded { get; init; }

    /// <summary>The first ten of the retrieval.</summary>
    public required IReadOnlyList<RerankedResult> Before { get; init; }

    /// <summary>The first ten of the re-ranker.</summary>
    public required IReadOnlyList<RerankedResult> After { get; init; }

    /// <param name="query">What was asked.</param>
    /// <param name="report">With all candidates, whatever their scores.</param>
    public static RerankComparison Of(string query, RerankReport report)
    {
        RerankedResult[] before = [.. report.Results.OrderBy(result => result.OriginalRank).Take(Top)];
        RerankedResult[] after = [.. report.Results.Take(Top)];
        return new RerankComparison
        {
            Query = query,
            Retrieved = report.RetrievalCount,
            Reranked = report.RerankedCount,
            MeanScoreBefore = before.Average(result => result.RerankScore),
            MeanScoreAfter = after.Average(result => result.RerankScore),
            PositionChanges = report.RankChanges.Positions,
            RerankTimeMs = report.RerankTimeMs,
            Provider = report.Provider,
            Model = report.Model,
            Degraded = report.DegradedReason ?? (report.RerankedCount == 0 ? report.Decision.Reason : null),
            Before = before,
            After = after,
        };
    }
}
