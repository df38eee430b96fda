namespace Perto.Learning;

/// <summary>Whether probabilities mean what they say. Lower is better for all.</summary>
public static class ProbabilityCalibration
{
    // A certain prediction that fails would cost everything; scikit-learn clips at the spacing of doubles at 1 as well.
    private const double Nearest = 2.220446049250313e-16;

    /// <summary>The mean of (probability - outcome)² (Brier 1950), in 0..1.</summary>
    /// <param name="probabilities">In 0..1, not empty.</param>
    /// <param name="outcomes">As many.</param>
    public static double Brier(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        ThrowUnlessPairs(probabilities, outcomes);
        double sum = 0;
        for (int i = 0; i < outcomes.Length; i++)
            sum += Math.Pow(probabilities[i] - (outcomes[i] ? 1 : 0), 2);
        return sum / outcomes.Length;
    }

    /// <summary>The mean of -ln of the probability that was given to what happened, 0 and up, at most about 36.</summary>
    /// <inheritdoc cref="Brier"/>
    public static double LogLoss(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        ThrowUnlessPairs(probabilities, outcomes);
        double sum = 0;
        for (int i = 0; i < outcomes.Length; i++)
        {
            double probability = Math.Clamp(probabilities[i], Nearest, 1 - Nearest);
            sum -= outcomes[i] ? Math.Log(probability) : Math.Log(1 - probability);
        }
        return sum / outcomes.Length;
    }

    /// <summary>
    /// The expected calibration error: |mean probability - share of outcomes| in bins of equal mass, weighted by their sizes (Nguyen and O'Connor 2015). In 0..1.
    /// Equal probabilities may fall on both sides of an edge; they are then in the order in which they were given.
    /// </summary>
    /// <param name="probabilities">In 0..1, not empty.</param>
    /// <param name="outcomes">As many.</param>
    /// <param name="bins">1 and up; no more than there are predictions are used.</param>
    public static double ExpectedError(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes, int bins = 10)
    {
        ThrowUnlessPairs(probabilities, outcomes);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bins);
        int[] order = [.. Enumerable.Range(0, outcomes.Length)];
        (double, int)[] keys = new (double, int)[outcomes.Length];
        for (int i = 0; i < keys.Length; i++)
            keys[i] = (probabilities[i], i);
        Array.Sort(keys, order);
        int used = Math.Min(bins, outcomes.Length);
        double error = 0;
        for (int bin = 0; bin < used; bin++)
        {
            int from = (int)((long)bin * order.Length / used);
            int to = (int)((long)(bin + 1) * order.Length / used);
            double apart = 0;
            for (int i = from; i < to; i++)
                apart += probabilities[order[i]] - (outcomes[order[i]] ? 1 : 0);
            error += Math.Abs(apart);
        }
        return error / outcomes.Length;
    }

    private static void ThrowUnlessPairs(ReadOnlySpan<double> probabilities, ReadOnlySpan<bool> outcomes)
    {
        if (outcomes.Length == 0 || probabilities.Length != outcomes.Length)
            throw new ArgumentException($"Each probability has an outcome, and there is one or more; got {probabilities.Length} and {outcomes.Length}", nameof(outcomes));
        foreach (double probability in probabilities)
        {
            if (!(probability is >= 0 and <= 1))
                throw new ArgumentOutOfRangeException(nameof(probabilities), probability, "A probability is in 0..1");
        }
    }
}
