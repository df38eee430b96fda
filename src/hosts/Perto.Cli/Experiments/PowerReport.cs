namespace Perto.Cli;

/// <summary>What an experiment needs, or can see.</summary>
/// <param name="Effect">In the metric's unit; absent where no effect that is possible, and that the alternative looks for, can be seen.</param>
/// <param name="RelativeEffect">As a share of the baseline; absent where that is 0.</param>
/// <param name="Power">The probability with which it is seen.</param>
/// <param name="ControlUnits">Units in the control.</param>
/// <param name="TreatmentUnits">Units in the treatment.</param>
/// <param name="Days">Until they are there, where it was asked.</param>
/// <param name="NoneAbove">Whether a two-sided test was asked and no share above the baseline could be seen, so that the effect is one below.</param>
internal sealed record PowerReport(
    double? Effect, double? RelativeEffect, double Power, double ControlUnits, double TreatmentUnits, double? Days, bool NoneAbove = false)
{
    /// <summary>As a share of the baseline; absent where that is 0.</summary>
    public double? RelativeEffect { get; } = RelativeEffect is { } relative && double.IsFinite(relative) ? relative : null;

    public string InWords()
    {
        string arms = $"{ControlUnits:N0} units in the control and {TreatmentUnits:N0} in the treatment";
        if (Effect is null)
            return $"{arms} see no effect that the alternative looks for and that is possible with a power of {Power:0.## %}";
        string relative = RelativeEffect is null ? "" : $" ({RelativeEffect:+0.## %;-0.## %})";
        string days = Days is null ? "" : $": {Days:N0} days";
        string above = NoneAbove ? ", and none above the baseline" : "";
        return $"{arms} see an effect of {Effect:0.######}{relative} with a power of {Power:0.## %}{days}{above}";
    }
}
