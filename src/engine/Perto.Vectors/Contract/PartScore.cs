namespace Perto.Vectors;

/// <summary>What one part of a <see cref="FusedQuery"/> said about a hit.</summary>
/// <param name="Part">The part's place in the query, from 0.</param>
/// <param name="Rank">The hit's place among the part's candidates, from 1.</param>
/// <param name="Score">Its score in the part, as a plain search would give it; higher is better.</param>
public readonly record struct PartScore(int Part, int Rank, float Score);
