namespace Perto.Platform;

/// <summary>A candidate that was kept, and how it got where it stands.</summary>
public sealed record RerankedResult
{
    /// <summary>The candidate's id.</summary>
    /// <example>m-17</example>
    public required string Id { get; init; }

    /// <summary>Its score of the retrieval.</summary>
    /// <example>0.61</example>
    public required double OriginalScore { get; init; }

    /// <summary>Its score of the re-ranker, 0 to 1; none where it was not judged.</summary>
    /// <example>0.93</example>
    public double? RerankScore { get; init; }

    /// <summary>Its place in the order of retrieval, from 1.</summary>
    /// <example>4</example>
    public required int OriginalRank { get; init; }

    /// <summary>Its place in this answer, from 1.</summary>
    /// <example>1</example>
    public required int NewRank { get; init; }

    /// <summary>Original rank less new rank: up is positive.</summary>
    /// <example>3</example>
    public int RankChange => OriginalRank - NewRank;
}
