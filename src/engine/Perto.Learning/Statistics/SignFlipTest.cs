using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// The paired permutation test (Fisher 1935): where two systems are alike, the sign of each pair's difference is a coin. Assumes nothing of the
/// differences but that.
/// </summary>
public static class SignFlipTest
{
    // 2^20 sign patterns are walked through; more are drawn.
    private const int MostExact = 20;

    /// <summary>How probable a mean difference as far from 0 is, on both sides.</summary>
    /// <param name="differences">Of each pair, finite; at least one.</param>
    /// <param name="permutations">Sign patterns that are drawn where there are more than 20 pairs; 100 and up.</param>
    /// <param name="seed">Draws others.</param>
    /// <returns>Above 0, to 1; exact for up to 20 pairs.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There are too few pairs or permutations, or a difference is not finite.</exception>
    public static double PValue(ReadOnlySpan<double> differences, int permutations = 10_000, long seed = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 100);
        ArgumentOutOfRangeException.ThrowIfZero(differences.Length);
        double sum = 0;
        double size = 0;
        foreach (double difference in differences)
        {
            if (!double.IsFinite(difference))
                throw new ArgumentOutOfRangeException(nameof(differences), difference, "A difference is a finite number");
            sum += difference;
            size += Math.Abs(difference);
        }
        if (!double.IsFinite(size))
            throw new ArgumentOutOfRangeException(nameof(differences), size, "The differences add up to a finite number");
        // Sums of the same numbers in another order differ in their last bits.
        double observed = Math.Abs(sum) - (1e-12 * size);
        return differences.Length <= MostExact ? Exact(differences, observed) : Drawn(differences, observed, permutations, new SeededRandom(seed));
    }

    private static double Exact(ReadOnlySpan<double> differences, double observed)
    {
        int patterns = 1 << differences.Length;
        int asFar = 0;
        for (int pattern = 0; pattern < patterns; pattern++)
        {
            double sum = 0;
            for (int i = 0; i < differences.Length; i++)
                sum += (pattern >> i & 1) == 0 ? differences[i] : -differences[i];
            if (Math.Abs(sum) >= observed)
                asFar++;
        }
        return (double)asFar / patterns;
    }

    // What was observed is one of the patterns, so that the answer is never 0 (Phipson and Smyth 2010).
    private static double Drawn(ReadOnlySpan<double> differences, double observed, int permutations, SeededRandom random)
    {
        int asFar = 1;
        for (int permutation = 0; permutation < permutations; permutation++)
        {
            double sum = 0;
            ulong signs = 0;
            for (int i = 0; i < differences.Length; i++)
            {
                signs = i % 64 == 0 ? random.NextUInt64() : signs >> 1;
                sum += (signs & 1) == 0 ? differences[i] : -differences[i];
            }
            if (Math.Abs(sum) >= observed)
                asFar++;
        }
        return (asFar + 0.0) / (permutations + 1);
    }
}
