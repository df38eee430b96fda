namespace Perto.Cli;

/// <summary>What a ranker leans on.</summary>
/// <param name="Name">Name of the feature.</param>
/// <param name="Gain">Its share of what all splits gained.</param>
/// <param name="Splits">How many splits it has.</param>
internal sealed record RankFeature(string Name, double Gain, int Splits);
