namespace Perto.Streaming;

/// <summary>A place of the first row.</summary>
/// <param name="Rank">The place, from 1.</param>
/// <param name="True">How likely it is looked at, next to the first.</param>
/// <param name="Recovered">The same as the ranker has it.</param>
public sealed record PlaceBias(int Rank, double True, double Recovered);
