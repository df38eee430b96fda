namespace Perto.Recommendations;

/// <summary>The 95 % interval of a mean.</summary>
internal static class MeanInterval
{
    // Student's t, both tails 5 %, for 1 to 10 degrees of freedom.
    private static readonly double[] Quantiles = [12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228];

    /// <summary>Half of its width; 0 with fewer than two values.</summary>
    public static double HalfWidth(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2)
            return 0;
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return Quantile(values.Count - 1) * Math.Sqrt(variance / values.Count);
    }

    /// <summary>Beyond the table by the expansion in powers of 1 / n (Abramowitz and Stegun 26.7.5), right to three decimals.</summary>
    private static double Quantile(int freedom)
    {
        if (freedom <= Quantiles.Length)
            return Quantiles[freedom - 1];
        const double Z = 1.959964;
        double n = freedom;
        return Z + (((Z * Z * Z) + Z) / (4 * n)) + (((5 * Math.Pow(Z, 5)) + (16 * Z * Z * Z) + (3 * Z)) / (96 * n * n));
    }
}
