namespace Perto.Streaming;

/// <summary>A title on a page of a made-up service.</summary>
/// <param name="Title">The title.</param>
/// <param name="Row">Its row, from 1 at the top.</param>
/// <param name="Rank">Its place in the row, from 1.</param>
/// <param name="Propensity">The probability of it at this place, given the shelf of the row and what stands before it.</param>
internal sealed record ShownTitle(MadeTitle Title, int Row, int Rank, double Propensity);
