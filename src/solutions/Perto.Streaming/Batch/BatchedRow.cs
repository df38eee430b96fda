namespace Perto.Streaming;

/// <summary>A row of a home page of a batch.</summary>
/// <param name="Name">Name for programs: <c>top_picks</c>.</param>
/// <param name="Title">What people read above it.</param>
/// <param name="Titles">Best first.</param>
public sealed record BatchedRow(string Name, string Title, IReadOnlyList<BatchedTitle> Titles)
{
    /// <summary>The probability with which it was chosen for its place among the rows that were left; null where the plan put it there.</summary>
    public double? Propensity { get; init; }
}
