namespace Perto.Streaming;

/// <summary>What a ranker learns from a page of the past.</summary>
/// <param name="Features">The numbers of its candidates, one after another.</param>
/// <param name="Labels">1 for each that was watched.</param>
internal sealed record RankedQuery(float[] Features, float[] Labels);
