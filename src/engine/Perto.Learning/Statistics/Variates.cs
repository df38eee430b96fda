using Perto.Numerics;

namespace Perto.Learning;

/// <summary>Random numbers of other distributions than a generator has.</summary>
internal static class Variates
{
    // From here on units are drawn one by one.
    private const int Few = 24;

    /// <summary>How many of a number of units succeed.</summary>
    /// <remarks>
    /// Exact, and logarithmic in the units: the uniform numbers of the units are split at one of the middle, which is a beta variate, so that all of one side is counted at
    /// once (Relles 1972; Devroye, Non-Uniform Random Variate Generation, 1986, chapter X.4).
    /// </remarks>
    /// <param name="random">The generator.</param>
    /// <param name="units">0 and up.</param>
    /// <param name="share">0 to 1.</param>
    public static long Binomial(SeededRandom random, long units, double share)
    {
        long successes = 0;
        while (units > Few)
        {
            long rank = (units + 1) / 2;
            double below = Gamma(random, rank);
            double middle = below / (below + Gamma(random, units + 1 - rank));
            if (middle < share)
            {
                successes += rank;
                units -= rank;
                share = (share - middle) / (1 - middle);
            }
            else
            {
                units = rank - 1;
                share /= middle;
            }
        }
        for (; units > 0; units--)
            successes += random.NextDouble() < share ? 1 : 0;
        return successes;
    }

    /// <summary>Of the gamma distribution with a rate of 1: Marsaglia and Tsang (2000); a shape below 1 by the power of a uniform number.</summary>
    /// <param name="random">The generator.</param>
    /// <param name="shape">Above 0.</param>
    public static double Gamma(SeededRandom random, double shape)
    {
        if (shape < 1)
            return Gamma(random, shape + 1) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = random.Normal();
            double v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
                return d * v;
        }
    }
}
