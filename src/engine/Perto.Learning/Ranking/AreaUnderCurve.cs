namespace Perto.Learning;

/// <summary>
/// The area under the ROC curve: how probable it is that something relevant scores higher than something that is not, equal scores counting half
/// (the statistic of Mann and Whitney, 1947). In 0..1, higher is better, 0.5 is chance.
/// </summary>
public static class AreaUnderCurve
{
    /// <summary>Of all scores together, exactly.</summary>
    /// <param name="scores">Higher is better, not NaN.</param>
    /// <param name="relevant">As many.</param>
    /// <returns>NaN where all or none are relevant.</returns>
    /// <exception cref="ArgumentException">The numbers differ, or a score is NaN.</exception>
    public static double Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> relevant)
    {
        if (scores.Length != relevant.Length)
            throw new ArgumentException($"Each score is relevant or not; got {scores.Length} and {relevant.Length}", nameof(relevant));
        if (scores.ContainsAnyExceptInRange(double.NegativeInfinity, double.PositiveInfinity))
            throw new ArgumentException("A score is NaN", nameof(scores));
        double[] sorted = scores.ToArray();
        bool[] labels = relevant.ToArray();
        Array.Sort(sorted, labels);

        // The sum of the ranks of what is relevant; equal scores have the mean of their ranks.
        double ranks = 0;
        double positives = 0;
        for (int from = 0; from < sorted.Length;)
        {
            int to = from;
            int hits = 0;
            while (to < sorted.Length && sorted[to] == sorted[from])
                hits += labels[to++] ? 1 : 0;
            ranks += hits * (0.5 * (from + to + 1));
            positives += hits;
            from = to;
        }
        double negatives = sorted.Length - positives;
        return positives == 0 || negatives == 0 ? double.NaN : (ranks - (positives * (positives + 1) / 2)) / (positives * negatives);
    }

    /// <summary>
    /// The mean of the areas of each user's own scores (GAUC without weights): what a user sees is one list, and scores of different lists need not compare.
    /// Users of whom all or nothing is relevant are left out.
    /// </summary>
    /// <param name="users">Whose each score is.</param>
    /// <param name="scores">As many; higher is better, not NaN.</param>
    /// <param name="relevant">As many.</param>
    /// <returns>NaN where nobody is left.</returns>
    /// <exception cref="ArgumentException">The numbers differ, or a score is NaN.</exception>
    public static double PerUser(ReadOnlySpan<int> users, ReadOnlySpan<double> scores, ReadOnlySpan<bool> relevant)
    {
        if (users.Length != scores.Length || scores.Length != relevant.Length)
            throw new ArgumentException($"Each score has a user and is relevant or not; got {users.Length}, {scores.Length} and {relevant.Length}", nameof(users));
        int[] keys = users.ToArray();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        double[] ofUser = new double[keys.Length];
        bool[] labels = new bool[keys.Length];
        for (int i = 0; i < order.Length; i++)
            (ofUser[i], labels[i]) = (scores[order[i]], relevant[order[i]]);

        double sum = 0;
        int counted = 0;
        for (int from = 0; from < keys.Length;)
        {
            int to = from;
            while (to < keys.Length && keys[to] == keys[from])
                to++;
            double area = Of(ofUser.AsSpan(from..to), labels.AsSpan(from..to));
            if (!double.IsNaN(area))
            {
                sum += area;
                counted++;
            }
            from = to;
        }
        return counted == 0 ? double.NaN : sum / counted;
    }
}
