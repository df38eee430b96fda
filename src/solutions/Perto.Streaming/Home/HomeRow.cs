namespace Perto.Streaming;

/// <summary>A row of titles.</summary>
/// <param name="Name">Name for programs: <c>top_picks</c>, <c>because_you_watched</c>, <c>genre_drama</c>.</param>
/// <param name="Title">What people read above it.</param>
/// <param name="Titles">Best first.</param>
public sealed record HomeRow(string Name, string Title, IReadOnlyList<RecommendedTitle> Titles)
{
    /// <summary>The probability with which it was chosen for its place among the rows that were left; null where the plan put it there.</summary>
    public double? Propensity { get; init; }
}
