namespace Perto.Targeting;

/// <summary>A unit of an experiment and what came of it.</summary>
/// <param name="Unit">Its id.</param>
/// <param name="Arm">Its arm.</param>
/// <param name="At">When it first met the experiment.</param>
/// <param name="Values">Sums of its outcomes since then, by metric.</param>
/// <param name="Before">Sums of its outcomes from before, by metric.</param>
public sealed record ExperimentUnit(
    string Unit, string Arm, DateTimeOffset At, IReadOnlyDictionary<string, double> Values, IReadOnlyDictionary<string, double> Before);
