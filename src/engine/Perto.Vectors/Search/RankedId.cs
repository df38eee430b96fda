namespace Perto.Vectors;

/// <summary>A record in a ranking.</summary>
/// <param name="Id">The record's id.</param>
/// <param name="Score">Higher is better.</param>
public readonly record struct RankedId(string Id, float Score);
