namespace Perto.Learning;

/// <summary>
/// The mixture sequential probability ratio test (Robbins 1970; Johari, Koomen, Pekelis and Walsh, Peeking at A/B tests, 2017, equation 9 for the
/// normal): the likelihood of the data under effects drawn from N(0, tau²) against no effect. Like <see cref="SequentialTest"/> valid at every look;
/// it is tuned by the size of effect that one hopes for instead of a number of units.
/// </summary>
public static class MixtureSequentialTest
{
    /// <summary>Tests an effect at this look, and at all others, on both sides.</summary>
    /// <param name="effect">Of all units so far.</param>
    /// <param name="mixingVariance">tau²: the variance of effects that are likely, in the effect's own scale squared; above 0.</param>
    /// <param name="alpha">How often it may see an effect where there is none, over all looks; above 0 and below 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha or the variance is out of its range.</exception>
    public static TestResult Of(Effect effect, double mixingVariance, double alpha = 0.05)
    {
        TestResult.ThrowUnlessAlpha(alpha);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(mixingVariance);
        double variance = effect.StandardError * effect.StandardError;
        double total = variance + mixingVariance;
        double spread = Math.Log(total / variance);
        double logRatio = (0.5 * mixingVariance * effect.Estimate * effect.Estimate / (variance * total)) - (0.5 * spread);
        double half = Math.Sqrt(variance * total / mixingVariance * ((-2 * Math.Log(alpha)) + spread));
        return new TestResult(
            effect.Estimate, effect.StandardError, Interval.Around(effect.Estimate, half, Alternative.TwoSided), Math.Min(1, Math.Exp(-logRatio)));
    }
}
