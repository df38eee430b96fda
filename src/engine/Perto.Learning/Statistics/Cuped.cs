namespace Perto.Learning;

/// <summary>
/// Adjustment of a metric by what was measured on the same units before the experiment: value - theta x value before (Deng, Xu, Kohavi and Walker,
/// Improving the sensitivity of online controlled experiments by utilizing pre-experiment data, 2013). Ratios by the delta method on all four means.
/// </summary>
internal static class Cuped
{
    // Below, adjusting a ratio changes nothing that can be seen.
    private const double SmallestTheta = 1e-8;

    /// <summary>The coefficient that leaves the least variance, over both arms together; 0 where the covariate does not vary.</summary>
    public static double Theta(ArmStatistic control, ArmStatistic treatment)
    {
        if (control.Kind == MetricKind.Ratio)
            return OfRatio(control, treatment);
        var both = new SampleMoments(2);
        both.Add(control.Moments);
        both.Add(treatment.Moments);
        double before = both.Comoment(1, 1);
        return before > 0 && both.Comoment(0, 0) > 0 ? both.Comoment(0, 1) / before : 0;
    }

    /// <summary>The value of a metric less theta times what it was before.</summary>
    public static double AdjustedValue(ArmStatistic arm, double theta) =>
        theta == 0 ? arm.Value : arm.Value - (theta * arm.ValueAt(arm.Moments.Variables / 2));

    /// <summary>The derivatives of the adjusted value by the means of the variables.</summary>
    public static void Gradient(ArmStatistic arm, double theta, Span<double> gradient)
    {
        int own = arm.Kind == MetricKind.Ratio ? 2 : 1;
        Derivatives(arm, 0, 1, gradient[..own]);
        if (arm.Adjusted)
            Derivatives(arm, own, -theta, gradient[own..]);
    }

    private static double OfRatio(ArmStatistic control, ArmStatistic treatment)
    {
        // A ratio whose denominators before add up to 0 was not there before.
        if (control.Moments.Mean(3) == 0 || treatment.Moments.Mean(3) == 0)
            return 0;
        (double covariance, double before) = WithBefore(control);
        (double ofTreatment, double beforeOfTreatment) = WithBefore(treatment);
        double variance = before + beforeOfTreatment;
        double theta = variance > 0 ? (covariance + ofTreatment) / variance : 0;
        return Math.Abs(theta) < SmallestTheta ? 0 : theta;
    }

    private static (double Covariance, double Before) WithBefore(ArmStatistic arm)
    {
        Span<double> now = stackalloc double[4];
        Span<double> before = stackalloc double[4];
        Derivatives(arm, 0, 1, now[..2]);
        Derivatives(arm, 2, 1, before[2..]);
        return (arm.CovarianceAlong(now, before), arm.VarianceAlong(before));
    }

    private static void Derivatives(ArmStatistic arm, int first, double factor, Span<double> gradient)
    {
        if (arm.Kind != MetricKind.Ratio)
        {
            gradient[0] = factor;
            return;
        }
        double denominator = arm.Moments.Mean(first + 1);
        // Without a denominator the factor is 0.
        gradient[0] = denominator == 0 ? 0 : factor / denominator;
        gradient[1] = denominator == 0 ? 0 : -factor * arm.Moments.Mean(first) / (denominator * denominator);
    }
}
