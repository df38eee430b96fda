namespace Perto.Learning;

/// <summary>
/// The posterior of an effect, with normal data and a normal prior, as GrowthBook defines it. It answers "how probable is it that the treatment is better";
/// where one stops at a good moment the answer is as right as the prior is.
/// </summary>
public static class BayesianTest
{
    /// <summary>Combines an effect with a prior.</summary>
    /// <param name="effect">Any effect.</param>
    /// <param name="prior">On the same scale as the effect.</param>
    /// <param name="alpha">What the credible interval leaves out; above 0 and below 0.5.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha or the prior's deviation is out of its range.</exception>
    public static BayesianResult Of(Effect effect, NormalPrior prior, double alpha = 0.05)
    {
        TestResult.ThrowUnlessAlpha(alpha);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(prior.Deviation);
        double fromData = 1 / (effect.StandardError * effect.StandardError);
        double fromPrior = 1 / (prior.Deviation * prior.Deviation);
        double precision = fromData + fromPrior;
        double mean = ((effect.Estimate * fromData) + (prior.Mean * fromPrior)) / precision;
        double deviation = Math.Sqrt(1 / precision);
        double z = mean / deviation;
        double density = deviation * Distributions.NormalDensity(z);
        double half = -Distributions.NormalQuantile(alpha / 2) * deviation;
        return new BayesianResult(
            mean,
            deviation,
            Interval.Around(mean, half, Alternative.TwoSided),
            Distributions.NormalCdf(z),
            Math.Max(0, (mean * Distributions.NormalCdf(z)) + density),
            Math.Max(0, density - (mean * Distributions.NormalSurvival(z))));
    }
}
