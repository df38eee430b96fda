namespace Perto.Learning;

/// <summary>
/// A test that may be looked at as often as one likes, and stopped when it says yes: the asymptotic confidence sequence of Waudby-Smith, Arbour,
/// Sinha, Kennedy and Ramdas (Time-uniform central limit theory and asymptotic confidence sequences, arXiv 2103.06476v7: proposition 5 and equation 155;
/// one-sided: proposition 7), as GrowthBook uses it. Wider than a fixed interval, by 1.5 where it is narrowest.
/// </summary>
public static class SequentialTest
{
    /// <summary>The number of units in both arms at which the interval is made to be narrowest.</summary>
    public const double DefaultTuning = 5_000;

    /// <summary>Units that each arm needs before the first look: the promise is asymptotic, and is not kept with fewer. The test itself does not know which look it is.</summary>
    public const int FewestUnits = 100;

    /// <summary>The largest tuning.</summary>
    public const double MostTuning = 1e15;

    /// <summary>Tests an effect at this look, and at all others.</summary>
    /// <param name="effect">Of all units so far.</param>
    /// <param name="alpha">How often it may see an effect where there is none, over all looks; above 0 and below 0.5.</param>
    /// <param name="alternative">What is held against "no effect".</param>
    /// <param name="tuning">Units in both arms at which the interval is narrowest, 1 to 1e15. It must not depend on the data.</param>
    /// <exception cref="ArgumentOutOfRangeException">Alpha or the tuning is out of its range.</exception>
    public static TestResult Of(
        Effect effect, double alpha = 0.05, Alternative alternative = Alternative.TwoSided, double tuning = DefaultTuning)
    {
        TestResult.ThrowUnlessAlpha(alpha);
        double rho = Rho(alternative == Alternative.TwoSided ? alpha : 2 * alpha, tuning);
        double mixed = (effect.Units * rho * rho) + 1;
        double scale = 2 * mixed / (mixed - 1);
        double root = Math.Sqrt(mixed);
        double z = effect.Estimate / effect.StandardError;
        (double width, double p) = alternative switch
        {
            Alternative.TwoSided => (Math.Log(root / alpha), Math.Min(1, root * Math.Exp(-z * z / scale))),
            Alternative.Greater => (Math.Log(1 + (root / (2 * alpha))), OneSided(z, scale, root)),
            _ => (Math.Log(1 + (root / (2 * alpha))), OneSided(-z, scale, root)),
        };
        double half = effect.StandardError * Math.Sqrt(scale * width);
        return new TestResult(effect.Estimate, effect.StandardError, Interval.Around(effect.Estimate, half, alternative), p);
    }

    /// <summary>The rho that makes a two-sided interval narrowest at a number of units (appendix B.2 of the paper).</summary>
    internal static double Rho(double alpha, double tuning)
    {
        if (!(tuning is >= 1 and <= MostTuning))
            throw new ArgumentOutOfRangeException(nameof(tuning), tuning, "The tuning is in 1..1e15 units");
        double log = -2 * Math.Log(alpha);
        return Math.Sqrt((log + Math.Log(log + 1)) / tuning);
    }

    // The alpha whose bound lies at 0; a bound never leaves the estimate's own side.
    private static double OneSided(double z, double scale, double root) =>
        z <= 0 ? 1 : Math.Min(1, root / (2 * double.ExpM1(z * z / scale)));
}
