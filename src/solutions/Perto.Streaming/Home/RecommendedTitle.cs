using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A title as it is shown to somebody.</summary>
public sealed record RecommendedTitle
{
    /// <summary>The title's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Title { get; init; }

    /// <summary>Year of release, if known.</summary>
    public int? Year { get; init; }

    /// <summary>Its genres.</summary>
    public required IReadOnlyList<string> Genres { get; init; }

    /// <summary>Place in its row or list, from 1.</summary>
    public required int Rank { get; init; }

    /// <summary>0..1, higher is better.</summary>
    public required double Score { get; init; }

    /// <summary>Why, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>Why, in numbers.</summary>
    public required Why Why { get; init; }

    /// <summary>The probability with which it was drawn, where it has its place by a draw; null where the ranking put it there.</summary>
    public double? Propensity { get; init; }

    internal static RecommendedTitle From(Recommended<Title> item) => new()
    {
        Id = item.Item.Id,
        Title = item.Item.Name,
        Year = item.Item.Year,
        Genres = item.Item.Genres,
        Rank = item.Rank,
        Score = item.Score,
        Reason = item.Reason,
        Why = item.Why,
        Propensity = item.Propensity,
    };
}
