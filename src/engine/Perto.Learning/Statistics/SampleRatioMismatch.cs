namespace Perto.Learning;

/// <summary>
/// Whether the units fell on the arms as they should have (Pearson's chi-square test; Fabijan et al., Diagnosing sample ratio mismatch, 2019). Where they did
/// not, the assignment or the logging is broken and no other number of the experiment means anything.
/// </summary>
/// <param name="Statistic">Chi-square.</param>
/// <param name="DegreesOfFreedom">Arms - 1.</param>
/// <param name="PValue">0 to 1.</param>
/// <param name="Threshold">Below it a mismatch is called.</param>
public readonly record struct SampleRatioMismatch(double Statistic, int DegreesOfFreedom, double PValue, double Threshold)
{
    /// <summary>An alarm in a thousand sound experiments: the check is made in all of them, and often.</summary>
    public const double DefaultThreshold = 0.001;

    /// <summary>The least that an arm can be given.</summary>
    public const double LeastWeight = 1e-9;

    /// <summary>The most that an arm can be given.</summary>
    public const double MostWeight = 1e9;

    /// <summary>Whether something is wrong.</summary>
    public bool IsMismatch => PValue < Threshold;

    /// <summary>Checks the arms of an experiment.</summary>
    /// <param name="units">Units by arm, two arms and more.</param>
    /// <param name="weights">What each arm should get, 1e-9 to 1e9, in any unit: 50, 50 or 0.9, 0.1.</param>
    /// <param name="threshold">Above 0 and below 1.</param>
    /// <exception cref="ArgumentException">The numbers of arms differ, or a number is out of its range.</exception>
    public static SampleRatioMismatch Of(ReadOnlySpan<long> units, ReadOnlySpan<double> weights, double threshold = DefaultThreshold)
    {
        if (units.Length < 2 || units.Length != weights.Length)
            throw new ArgumentException($"Two arms and more, each with a weight; got {units.Length} arms and {weights.Length} weights", nameof(weights));
        if (!(threshold is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is above 0 and below 1");
        double observed = 0;
        double weight = 0;
        for (int arm = 0; arm < units.Length; arm++)
        {
            if (units[arm] < 0)
                throw new ArgumentOutOfRangeException(nameof(units), units[arm], "An arm has 0 units and more");
            if (!(weights[arm] is >= LeastWeight and <= MostWeight))
                throw new ArgumentOutOfRangeException(nameof(weights), weights[arm], "A weight is in 1e-9..1e9");
            observed += units[arm];
            weight += weights[arm];
        }
        double statistic = 0;
        for (int arm = 0; arm < units.Length && observed > 0; arm++)
        {
            double expected = observed * (weights[arm] / weight);
            statistic += (units[arm] - expected) * (units[arm] - expected) / expected;
        }
        return new SampleRatioMismatch(statistic, units.Length - 1, Distributions.ChiSquareSurvival(statistic, units.Length - 1), threshold);
    }
}
