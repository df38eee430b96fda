namespace Perto.Learning;

/// <summary>
/// The difference between two arms, with its standard error: what every test of an experiment begins with. Ratios and relative effects by the delta
/// method (Deng, Knoblich and Lu 2018), adjustment by what was measured before the experiment by CUPED (Deng et al. 2013), all as GrowthBook
/// defines them, but that relative effects are divided by the control's size and not by its signed value: better is above 0 also where the control is negative.
/// </summary>
/// <param name="Estimate">Treatment against control, on its scale.</param>
/// <param name="StandardError">Of the estimate, above 0.</param>
/// <param name="DegreesOfFreedom">Of Welch and Satterthwaite.</param>
/// <param name="Units">Units in both arms.</param>
/// <param name="Baseline">The control's value, not adjusted.</param>
/// <param name="Adjustment">The coefficient of the covariate (theta of CUPED); 0 where nothing was adjusted.</param>
public readonly record struct Effect(
    double Estimate, double StandardError, double DegreesOfFreedom, long Units, double Baseline = double.NaN, double Adjustment = 0)
{
    // Of the mean square of what was measured. Sums lose the digits of a variance that is smaller, and what they leave of a variance of 0 is smaller.
    private const double LeastVariance = 1e-12;

    /// <summary>The effect of a treatment.</summary>
    /// <exception cref="ArgumentException">The arms are of different metrics, or there is no effect to speak of yet; the message says why.</exception>
    public static Effect Of(ArmStatistic control, ArmStatistic treatment, EffectScale scale = EffectScale.Relative) =>
        TryOf(control, treatment, scale, out Effect effect, out EffectProblem problem)
            ? effect
            : throw new ArgumentException($"There is no effect to speak of: {problem.Reason()}", nameof(treatment));

    /// <summary>The effect of a treatment, if the arms have enough to speak of one.</summary>
    /// <param name="control">What is compared with.</param>
    /// <param name="treatment">What is compared; the same metric.</param>
    /// <param name="scale">What the effect is measured in.</param>
    /// <param name="effect">The effect.</param>
    /// <param name="problem">Why there is none.</param>
    /// <exception cref="ArgumentException">The arms are of different metrics.</exception>
    public static bool TryOf(ArmStatistic control, ArmStatistic treatment, EffectScale scale, out Effect effect, out EffectProblem problem)
    {
        if (control.Kind != treatment.Kind || control.Adjusted != treatment.Adjusted)
            throw new ArgumentException("Both arms must be of the same metric", nameof(treatment));
        effect = default;
        problem = ProblemOf(control, treatment, scale);
        if (problem != EffectProblem.None)
            return false;

        double theta = control.Adjusted ? Cuped.Theta(control, treatment) : 0;
        Span<double> ofControl = stackalloc double[control.Moments.Variables];
        Span<double> ofTreatment = stackalloc double[control.Moments.Variables];
        Cuped.Gradient(control, theta, ofControl);
        Cuped.Gradient(treatment, theta, ofTreatment);
        double controlVariance = control.VarianceAlong(ofControl) / control.Units;
        double treatmentVariance = treatment.VarianceAlong(ofTreatment) / treatment.Units;
        if (!double.IsFinite(controlVariance) || !double.IsFinite(treatmentVariance))
        {
            problem = EffectProblem.NotFinite;
            return false;
        }
        if (IsNothing(controlVariance, control, ofControl) || IsNothing(treatmentVariance, treatment, ofTreatment))
        {
            problem = EffectProblem.NoVariance;
            return false;
        }

        double difference = Cuped.AdjustedValue(treatment, theta) - Cuped.AdjustedValue(control, theta);
        double freedom = Welch(controlVariance, control.Units, treatmentVariance, treatment.Units);
        double variance = controlVariance + treatmentVariance;
        if (scale == EffectScale.Relative)
        {
            double baseline = Math.Abs(control.Value);
            RelativeGradient(control, treatment, difference, ofControl);
            difference /= baseline;
            variance = (control.VarianceAlong(ofControl) / control.Units) + (treatmentVariance / (baseline * baseline));
        }
        if (!double.IsFinite(difference) || !double.IsFinite(variance) || !double.IsFinite(freedom))
        {
            problem = EffectProblem.NotFinite;
            return false;
        }
        effect = new Effect(difference, Math.Sqrt(variance), freedom, control.Units + treatment.Units, control.Value, theta);
        return true;
    }

    // Held against the metric before it is adjusted: a covariate that says everything leaves nothing but rounding.
    private static bool IsNothing(double variance, ArmStatistic arm, ReadOnlySpan<double> gradient)
    {
        double meanSquare = 0;
        for (int own = 0; own < (arm.Kind == MetricKind.Ratio ? 2 : 1); own++)
            meanSquare += gradient[own] * gradient[own] * ((arm.Moments.Mean(own) * arm.Moments.Mean(own)) + arm.Covariance(own, own));
        return !(variance * arm.Units > LeastVariance * meanSquare);
    }

    private static EffectProblem ProblemOf(ArmStatistic control, ArmStatistic treatment, EffectScale scale)
    {
        if (control.Units < 2 || treatment.Units < 2)
            return EffectProblem.TooFewUnits;
        if (!control.HasDenominator || !treatment.HasDenominator)
            return EffectProblem.DenominatorIsZero;
        return scale == EffectScale.Relative && control.Value == 0 ? EffectProblem.BaselineIsZero : EffectProblem.None;
    }

    // The derivative of difference / |value of the control| by the control's own means. On entry the gradient is that of the adjusted value.
    private static void RelativeGradient(ArmStatistic control, ArmStatistic treatment, double difference, Span<double> gradient)
    {
        double value = control.Value;
        double baseline = Math.Abs(value);
        // What was before is the same in both arms but for chance, so the adjusted and the plain value of the treatment stand for the same; GrowthBook
        // takes the plain one for means and the adjusted one for ratios, and so do we.
        double moved = control.Kind == MetricKind.Ratio ? difference : treatment.Value - value;
        int own = control.Kind == MetricKind.Ratio ? 2 : 1;
        for (int i = 0; i < gradient.Length; i++)
            gradient[i] *= i < own ? -(1 + (moved / value)) / baseline : -1 / baseline;
    }

    private static double Welch(double control, long controlUnits, double treatment, long treatmentUnits)
    {
        double sum = control + treatment;
        return sum * sum / ((control * control / (controlUnits - 1)) + (treatment * treatment / (treatmentUnits - 1)));
    }
}
