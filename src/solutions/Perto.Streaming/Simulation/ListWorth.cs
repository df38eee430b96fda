using Perto.Learning;

namespace Perto.Streaming;

/// <summary>What the lists of one maker are worth.</summary>
/// <param name="Name">What made them.</param>
/// <param name="Value">Expected engagement of a list, mean over people (<see cref="GeneratedTruth.Value"/>).</param>
/// <param name="Regret">What it falls short of the oracle's, mean over people.</param>
/// <param name="Interval">The 95 % interval of the regret, by the bootstrap over people.</param>
public sealed record ListWorth(string Name, double Value, double Regret, Interval Interval);
