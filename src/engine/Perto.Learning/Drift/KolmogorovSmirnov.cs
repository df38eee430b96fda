namespace Perto.Learning;

/// <summary>
/// The two-sample Kolmogorov-Smirnov test: the greatest distance between two empirical distributions, and how probable one as great is where both
/// come from the same (Press et al., Numerical Recipes, 3rd edition, section 14.3.3, with the asymptotic distribution and Stephens' correction).
/// </summary>
/// <param name="Distance">0 to 1.</param>
/// <param name="Probability">0 to 1: small where the samples differ.</param>
public readonly record struct KolmogorovSmirnov(double Distance, double Probability)
{
    /// <summary>Tests two samples.</summary>
    /// <param name="first">Sorted ascending, not empty.</param>
    /// <param name="second">Sorted ascending, not empty.</param>
    /// <exception cref="ArgumentException">A sample is empty, not sorted, or has a number that is none.</exception>
    public static KolmogorovSmirnov Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second)
    {
        if (first.Length == 0 || second.Length == 0)
            throw new ArgumentException("Both samples need a value", first.Length == 0 ? nameof(first) : nameof(second));
        SortedSample.ThrowUnlessSorted(first, nameof(first));
        SortedSample.ThrowUnlessSorted(second, nameof(second));
        double distance = 0;
        int i = 0;
        int j = 0;
        while (i < first.Length && j < second.Length)
        {
            double a = first[i];
            double b = second[j];
            // Equal numbers are one step of the distribution.
            for (; i < first.Length && first[i] == Math.Min(a, b); i++)
            {
            }
            for (; j < second.Length && second[j] == Math.Min(a, b); j++)
            {
            }
            distance = Math.Max(distance, Math.Abs(((double)i / first.Length) - ((double)j / second.Length)));
        }
        double root = Math.Sqrt((double)first.Length * second.Length / (first.Length + second.Length));
        return new KolmogorovSmirnov(distance, Tail((root + 0.12 + (0.11 / root)) * distance));
    }

    // Q(x) = 2 sum over k from 1 of (-1)^(k-1) exp(-2 k^2 x^2).
    private static double Tail(double x)
    {
        // The series does not converge where the answer is 1 to twelve places.
        if (x < 0.18)
            return 1;
        double sum = 0;
        for (int k = 1; k <= 100; k++)
        {
            double term = Math.Exp(-2.0 * k * k * x * x);
            sum += k % 2 == 1 ? term : -term;
            if (term < 1e-17)
                break;
        }
        return Math.Clamp(2 * sum, 0, 1);
    }
}
