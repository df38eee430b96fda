namespace Perto.Learning;

/// <summary>What one way of analysing did in simulated experiments.</summary>
/// <param name="Seen">The share of experiments in which it saw an effect: false positives where there is none, else power, which what is seen on the wrong side is not counted for.</param>
/// <param name="Interval">Of that share, by Wilson, 95 %.</param>
/// <param name="MeanDays">When it stopped: at the first look that saw one, or at the end.</param>
/// <param name="MeanUnits">Units in both arms until then.</param>
public readonly record struct SimulationOutcome(double Seen, Interval Interval, double MeanDays, double MeanUnits);
