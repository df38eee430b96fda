using MathNet.Numerics;

namespace Perto.Learning;

/// <summary>
/// Probabilities and quantiles of the distributions that the tests stand on. The special functions are those of MathNet.Numerics; its inverses of
/// the incomplete beta and gamma functions fail in the tails, so quantiles are found here on the probabilities themselves.
/// </summary>
public static class Distributions
{
    // From here on the tail of Student's distribution is that of the normal to five digits, out to six deviations.
    private const double NormalFrom = 1e8;

    // The library takes smaller numbers for 0; of the series its first term is exact there.
    private const double Small = 1e-14;

    /// <summary>P(Z &lt; z) of the standard normal distribution.</summary>
    public static double NormalCdf(double z) => 0.5 * SpecialFunctions.Erfc(-z / Math.Sqrt(2));

    /// <summary>P(Z &gt; z), exact in relative terms far out.</summary>
    public static double NormalSurvival(double z) => NormalCdf(-z);

    /// <summary>Density of the standard normal distribution.</summary>
    public static double NormalDensity(double z) => Math.Exp(-0.5 * z * z) / Math.Sqrt(2 * Math.PI);

    /// <summary>The z with P(Z &lt; z) = <paramref name="probability"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
    public static double NormalQuantile(double probability)
    {
        ThrowUnlessProbability(probability);
        return -Math.Sqrt(2) * SpecialFunctions.ErfcInv(2 * probability);
    }

    /// <summary>P(T &gt; t) of Student's distribution.</summary>
    /// <param name="t">Any number.</param>
    /// <param name="degreesOfFreedom">Above 0; need not be whole.</param>
    public static double StudentSurvival(double t, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        if (degreesOfFreedom >= NormalFrom)
            return NormalSurvival(t);
        double square = t * t;
        if (double.IsInfinity(square))
            return t > 0 ? 0 : 1;
        double tail = 0.5 * BetaCdf(degreesOfFreedom / (degreesOfFreedom + square), degreesOfFreedom / 2, 0.5);
        return t > 0 ? tail : 1 - tail;
    }

    /// <summary>The t with P(T &lt; t) = <paramref name="probability"/> of Student's distribution.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1, or the degrees of freedom are not above 0.</exception>
    public static double StudentQuantile(double probability, double degreesOfFreedom)
    {
        ThrowUnlessProbability(probability);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        if (degreesOfFreedom >= NormalFrom)
            return NormalQuantile(probability);
        double tail = Math.Min(probability, 1 - probability);
        if (tail == 0)
            return probability == 0 ? double.NegativeInfinity : double.PositiveInfinity;
        double upper = 1;
        while (StudentSurvival(upper, degreesOfFreedom) > tail)
            upper *= 2;
        double quantile = Bisect(0, upper, t => StudentSurvival(t, degreesOfFreedom) > tail);
        return probability < 0.5 ? -quantile : quantile;
    }

    /// <summary>P(X &gt; x) of the chi-square distribution.</summary>
    /// <param name="x">0 and up.</param>
    /// <param name="degreesOfFreedom">Above 0.</param>
    public static double ChiSquareSurvival(double x, double degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(degreesOfFreedom);
        ArgumentOutOfRangeException.ThrowIfNegative(x);
        return x == 0 ? 1 : SpecialFunctions.GammaUpperRegularized(degreesOfFreedom / 2, x / 2);
    }

    /// <summary>P(X &lt; x) of the beta distribution: the regularised incomplete beta function.</summary>
    /// <param name="x">In 0..1.</param>
    /// <param name="alpha">Above 0.</param>
    /// <param name="beta">Above 0.</param>
    public static double BetaCdf(double x, double alpha, double beta) => x is > 0 and < Small
        ? Math.Exp((alpha * Math.Log(x)) - Math.Log(alpha) - SpecialFunctions.BetaLn(alpha, beta))
        : SpecialFunctions.BetaRegularized(alpha, beta, x);

    /// <summary>The x with P(X &lt; x) = <paramref name="probability"/> of the beta distribution.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
    public static double BetaQuantile(double probability, double alpha, double beta)
    {
        ThrowUnlessProbability(probability);
        return probability is 0 or 1 ? probability : Bisect(0, 1, x => BetaCdf(x, alpha, beta) < probability);
    }

    /// <summary>P(X &lt; x) of the gamma distribution.</summary>
    /// <param name="x">0 and up.</param>
    /// <param name="shape">Above 0.</param>
    /// <param name="rate">Above 0; the mean is shape / rate.</param>
    public static double GammaCdf(double x, double shape, double rate)
    {
        double scaled = x * rate;
        if (scaled <= 0)
            return 0;
        return scaled < Small
            ? Math.Exp((shape * Math.Log(scaled)) - SpecialFunctions.GammaLn(shape + 1))
            : SpecialFunctions.GammaLowerRegularized(shape, scaled);
    }

    /// <summary>The x with P(X &lt; x) = <paramref name="probability"/> of the gamma distribution.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The probability is not in 0..1.</exception>
    public static double GammaQuantile(double probability, double shape, double rate)
    {
        ThrowUnlessProbability(probability);
        if (probability is 0 or 1)
            return probability == 0 ? 0 : double.PositiveInfinity;
        double upper = Math.Max(shape, 1) / rate;
        while (GammaCdf(upper, shape, rate) < probability)
            upper *= 2;
        return Bisect(0, upper, x => GammaCdf(x, shape, rate) < probability);
    }

    /// <summary>The logarithm of the gamma function.</summary>
    internal static double LogGamma(double x) => SpecialFunctions.GammaLn(x);

    /// <summary>The first derivative of the logarithm of the gamma function.</summary>
    internal static double Digamma(double x) => SpecialFunctions.DiGamma(x);

    /// <summary>The second derivative of the logarithm of the gamma function (Abramowitz and Stegun 6.4.6 and 6.4.12).</summary>
    internal static double Trigamma(double x)
    {
        double sum = 0;
        for (; x < 8; x++)
            sum += 1 / (x * x);
        double y = 1 / (x * x);
        return sum + (1 / x) + (y / 2) + (y / x * ((1.0 / 6) - (y * ((1.0 / 30) - (y * ((1.0 / 42) - (y * ((1.0 / 30) - (y * 5 / 66)))))))));
    }

    /// <summary>The place between two ends up to which <paramref name="below"/> holds, to the last bits that matter.</summary>
    internal static double Bisect(double low, double high, Func<double, bool> below)
    {
        // Halving numbers that begin at 0 reaches the smallest of them; halving a range that does not, the spacing of its ends.
        for (int step = 0; step < 1_100; step++)
        {
            double middle = low + ((high - low) / 2);
            if (middle <= low || middle >= high || high - low <= high * 1e-16)
                break;
            if (below(middle))
                low = middle;
            else
                high = middle;
        }
        return low + ((high - low) / 2);
    }

    private static void ThrowUnlessProbability(double probability)
    {
        if (!(probability is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is in 0..1");
    }
}
