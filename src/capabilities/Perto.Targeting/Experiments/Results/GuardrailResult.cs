namespace Perto.Targeting;

/// <summary>Whether an arm kept a guardrail.</summary>
/// <param name="Metric">The metric that must not get worse.</param>
/// <param name="Arm">The arm.</param>
/// <param name="Margin">How much worse it may get, as a share of the control.</param>
/// <param name="Verdict">What the sequential interval of the relative effect says, so that it may be looked at each day.</param>
public sealed record GuardrailResult(string Metric, string Arm, double Margin, GuardrailVerdict Verdict)
{
    /// <summary>Judges an effect.</summary>
    /// <param name="metric">The guardrail.</param>
    /// <param name="name">Its name in reports.</param>
    /// <param name="arm">The arm.</param>
    /// <param name="relative">The relative effect with a two-sided interval; null where there is none to speak of.</param>
    public static GuardrailResult Of(ExperimentMetric metric, string name, string arm, ReportedEffect? relative)
    {
        ArgumentNullException.ThrowIfNull(metric);
        double sign = metric.Goal == MetricGoal.Increase ? 1 : -1;
        // Ends of the interval in the direction that is better.
        double? worst = sign > 0 ? relative?.Lower : -relative?.Upper;
        double? best = sign > 0 ? relative?.Upper : -relative?.Lower;
        GuardrailVerdict verdict = worst is null || best is null ? GuardrailVerdict.Undecided
            : best < -metric.Margin ? GuardrailVerdict.Broken
            : worst >= -metric.Margin ? GuardrailVerdict.Kept
            : GuardrailVerdict.Undecided;
        return new GuardrailResult(name, arm, metric.Margin, verdict);
    }
}
