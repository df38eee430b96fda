namespace Perto.Targeting;

/// <summary>A metric of an arm, against the control.</summary>
/// <param name="Metric">Name of the metric.</param>
/// <param name="Arm">Name of the arm.</param>
/// <param name="Units">Units in the arm.</param>
/// <param name="Value">The metric in the arm, not adjusted by a covariate.</param>
/// <param name="ControlUnits">Units in the control.</param>
/// <param name="ControlValue">The metric in the control.</param>
/// <param name="Adjustment">The coefficient of the covariate; absent where there is none.</param>
/// <param name="WithoutCovariate">Units of both arms that had no covariate and count as if theirs were the mean.</param>
/// <param name="Absolute">The effect in the metric's own unit; absent where there is none to speak of.</param>
/// <param name="Relative">The effect as a share of the control; absent where there is none to speak of.</param>
/// <param name="Problem">Why an effect is absent.</param>
/// <param name="PValue">Of the effect on the scale that was asked for.</param>
/// <param name="AdjustedPValue">The same, for the number of comparisons.</param>
/// <param name="Bayesian">The posterior of the effect on that scale.</param>
public sealed record Comparison(
    string Metric, string Arm, long Units, double Value, long ControlUnits, double ControlValue, double? Adjustment, long WithoutCovariate, ReportedEffect? Absolute,
    ReportedEffect? Relative, string? Problem, double? PValue, double? AdjustedPValue, ReportedPosterior? Bayesian);
