using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>The 95 % interval of a mean, by Student's t.</summary>
internal static class MeanInterval
{
    private const double UpperTail = 0.975;

    /// <summary>Half of its width; 0 with fewer than two values.</summary>
    public static double HalfWidth(IReadOnlyCollection<double> values)
    {
        if (values.Count < 2)
            return 0;
        double mean = values.Average();
        double variance = values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1);
        return Distributions.StudentQuantile(UpperTail, values.Count - 1) * Math.Sqrt(variance / values.Count);
    }
}
