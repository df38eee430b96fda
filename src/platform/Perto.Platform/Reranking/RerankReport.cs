namespace Perto.Platform;

/// <summary>The results of a query, and what was done to find their order.</summary>
public sealed record RerankReport
{
    /// <summary>Names this answer in feedback; none where feedback would teach nothing, because both orders were not known.</summary>
    /// <example>0194bb1e-3c5f-7a61-9a53-0d6c1a2b3c4d</example>
    public string? Id { get; init; }

    /// <summary>What was kept, best first.</summary>
    public required IReadOnlyList<RerankedResult> Results { get; init; }

    /// <summary>Whether it was re-ranked, by which rule and why.</summary>
    public required RerankDecision Decision { get; init; }

    /// <summary>
    /// The order that the results stand in: <c>reranked</c>, or <c>original</c>, that of the retrieval. It can be original after a re-ranking: a small share
    /// of answers keeps it so that feedback can tell which order is better.
    /// </summary>
    /// <example>reranked</example>
    public required string Order { get; init; }

    /// <summary>The chance that this answer had to stand in this order; 1 where nothing was left to chance.</summary>
    /// <example>0.8</example>
    public required double Propensity { get; init; }

    /// <summary>Time that the retrieval took.</summary>
    /// <example>3.4</example>
    public required double RetrievalTimeMs { get; init; }

    /// <summary>Time that the re-ranker took; 0 where it was not asked.</summary>
    /// <example>41.7</example>
    public required double RerankTimeMs { get; init; }

    /// <summary>Time of all steps together.</summary>
    /// <example>45.6</example>
    public required double TotalTimeMs { get; init; }

    /// <summary>Candidates that were retrieved.</summary>
    /// <example>50</example>
    public required int RetrievalCount { get; init; }

    /// <summary>Candidates that the re-ranker judged.</summary>
    /// <example>50</example>
    public required int RerankedCount { get; init; }

    /// <summary>Judged candidates that were left out because their score is under the threshold.</summary>
    /// <example>38</example>
    public required int FilteredCount { get; init; }

    /// <summary>Mean score of the re-ranker over the results; none where nothing was judged.</summary>
    /// <example>0.71</example>
    public double? AvgRerankScore { get; init; }

    /// <summary>How the results moved.</summary>
    public required RankChanges RankChanges { get; init; }

    /// <summary>The profile in use.</summary>
    /// <example>development</example>
    public required string Profile { get; init; }

    /// <summary>The provider of the model; <c>none</c> without one.</summary>
    /// <example>local</example>
    public required string Provider { get; init; }

    /// <summary>The provider's name of the model; empty without one.</summary>
    /// <example>ms-marco-MiniLM-L-6-v2</example>
    public required string Model { get; init; }

    /// <summary>Whether a re-ranker was to be asked and could not answer: the results then stand in the order of retrieval.</summary>
    public required bool Degraded { get; init; }

    /// <summary>Why; none where nothing failed.</summary>
    public string? DegradedReason { get; init; }
}
