namespace Perto.Recommendations;

/// <summary>What one set of parameters reached where parameters are chosen.</summary>
/// <param name="Parameters">The parameters that were tried; those not named have their defaults.</param>
/// <param name="Value">The metric they are chosen by.</param>
public sealed record TuningTrial(IReadOnlyDictionary<string, string> Parameters, double Value);
