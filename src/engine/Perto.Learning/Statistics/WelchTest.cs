namespace Perto.Learning;

/// <summary>
/// Welch's t test (1947): for an experiment that is looked at once, at a size fixed before it began. Looking on until it says yes makes it say yes
/// too often; see <see cref="SequentialTest"/>.
/// </summary>
public static class WelchTest
{
    /// <summary>Tests an effect.</summary>
    /// <param name="effect">Any effect.</param>
    /// <param name="alpha">How often it may see an effect where there is none, above 0 and below 0.5.</param>
    /// <param name="alternative">What is held against "no effect".</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha is out of its range.</exception>
    public static TestResult Of(Effect effect, double alpha = 0.05, Alternative alternative = Alternative.TwoSided)
    {
        TestResult.ThrowUnlessAlpha(alpha);
        double critical = -Distributions.StudentQuantile(alternative == Alternative.TwoSided ? alpha / 2 : alpha, effect.DegreesOfFreedom);
        Interval interval = Interval.Around(effect.Estimate, critical * effect.StandardError, alternative);
        return new TestResult(effect.Estimate, effect.StandardError, interval, PValue(effect, alternative));
    }

    /// <summary>The p value alone, which is cheaper than the interval.</summary>
    /// <inheritdoc cref="Of"/>
    public static double PValue(Effect effect, Alternative alternative = Alternative.TwoSided)
    {
        double t = effect.Estimate / effect.StandardError;
        return alternative switch
        {
            Alternative.Greater => Distributions.StudentSurvival(t, effect.DegreesOfFreedom),
            Alternative.Less => Distributions.StudentSurvival(-t, effect.DegreesOfFreedom),
            _ => 2 * Distributions.StudentSurvival(Math.Abs(t), effect.DegreesOfFreedom),
        };
    }
}
