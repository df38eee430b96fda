namespace Perto.Learning;

/// <summary>
/// Whether a list has a person's interests in their proportions (Steck, Calibrated recommendations, 2018): the Kullback-Leibler divergence of the genres of
/// the list from those of the history.
/// </summary>
public static class TasteCalibration
{
    /// <summary>The part of the history that is mixed into the list, so that a genre that it does not have costs much and not everything (equation 6).</summary>
    public const double DefaultSmoothing = 0.01;

    /// <summary>sum of p ln(p / q) over the genres, with q smoothed: 0 and up, lower is better; 0 where the proportions are the same.</summary>
    /// <param name="history">Weight of each genre in what the person had to do with, 0 and up, in any unit.</param>
    /// <param name="list">Weight of each genre in the list, as many.</param>
    /// <param name="smoothing">Above 0 and below 1.</param>
    /// <exception cref="ArgumentException">One side has no weight at all, or a number is out of its range.</exception>
    public static double Divergence(ReadOnlySpan<double> history, ReadOnlySpan<double> list, double smoothing = DefaultSmoothing)
    {
        if (history.Length != list.Length)
            throw new ArgumentException($"The same genres on both sides; got {history.Length} and {list.Length}", nameof(list));
        if (!(smoothing is > 0 and < 1))
            throw new ArgumentOutOfRangeException(nameof(smoothing), smoothing, "The smoothing is above 0 and below 1");
        double ofHistory = Sum(history, nameof(history));
        double ofList = Sum(list, nameof(list));
        double divergence = 0;
        for (int genre = 0; genre < history.Length; genre++)
        {
            double p = history[genre] / ofHistory;
            double q = ((1 - smoothing) * list[genre] / ofList) + (smoothing * p);
            divergence += p == 0 ? 0 : p * Math.Log(p / q);
        }
        return Math.Max(0, divergence);
    }

    private static double Sum(ReadOnlySpan<double> weights, string name)
    {
        double sum = 0;
        foreach (double weight in weights)
        {
            if (!(weight >= 0 && double.IsFinite(weight)))
                throw new ArgumentOutOfRangeException(name, weight, "A weight is 0 and up");
            sum += weight;
        }
        return sum > 0 ? sum : throw new ArgumentException("A genre has weight", name);
    }
}
