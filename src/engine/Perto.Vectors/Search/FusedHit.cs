namespace Perto.Vectors;

/// <summary>A record in a fused ranking.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Score">Its fused score, higher is better.</param>
/// <param name="Parts">The parts that found it, in their order.</param>
public sealed record FusedHit(string Id, float Score, IReadOnlyList<PartScore> Parts);
