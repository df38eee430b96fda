namespace Perto.Targeting;

/// <summary>A metric of an arm against the control, at the end of a day; all units until then.</summary>
/// <param name="Day">The day.</param>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Units">Units in the arm.</param>
/// <param name="ControlUnits">Units in the control.</param>
/// <param name="Effect">The effect on the scale that was asked for; absent where there is none to speak of, or too few units to look at.</param>
/// <param name="AdjustedPValue">The effect's p, for the number of comparisons at this look.</param>
public sealed record Look(DateOnly Day, string Metric, string Arm, long Units, long ControlUnits, ReportedEffect? Effect, double? AdjustedPValue);
