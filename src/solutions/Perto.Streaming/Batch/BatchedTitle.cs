namespace Perto.Streaming;

/// <summary>A title on a page of a batch.</summary>
/// <param name="Id">The title's id.</param>
/// <param name="Rank">Place in its row or list, from 1.</param>
/// <param name="Score">0..1, higher is better.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record BatchedTitle(string Id, int Rank, double Score, string Reason)
{
    /// <summary>The probability with which it was drawn; null where the ranking put it there.</summary>
    public double? Propensity { get; init; }
}
