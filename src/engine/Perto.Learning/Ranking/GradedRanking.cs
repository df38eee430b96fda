namespace Perto.Learning;

/// <summary>How good a ranked list is where relevance has grades.</summary>
public static class GradedRanking
{
    /// <summary>
    /// Discounted gain at k, gain / log2(rank + 1) over the first k, divided by that of the best order of everything that is relevant. In 0..1,
    /// higher is better; 0 where nothing is relevant.
    /// </summary>
    /// <param name="grades">The grade of the item at each rank, 0 and up; a shorter list counts as filled up with 0.</param>
    /// <param name="ideal">The grades of all relevant items, in any order, also those that the list does not have.</param>
    /// <param name="k">1 and up.</param>
    /// <param name="gain">What a grade is worth.</param>
    /// <exception cref="ArgumentOutOfRangeException">A grade is negative, or k is below 1.</exception>
    public static double Ndcg(ReadOnlySpan<double> grades, ReadOnlySpan<double> ideal, int k, GainForm gain = GainForm.Exponential)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        double[] best = ideal.ToArray();
        Array.Sort(best, (one, other) => other.CompareTo(one));
        double most = Dcg(best, k, gain);
        return most == 0 ? 0 : Dcg(grades, k, gain) / most;
    }

    private static double Dcg(ReadOnlySpan<double> grades, int k, GainForm gain)
    {
        double sum = 0;
        for (int rank = 0; rank < Math.Min(k, grades.Length); rank++)
        {
            if (!(grades[rank] >= 0 && double.IsFinite(grades[rank])))
                throw new ArgumentOutOfRangeException(nameof(grades), grades[rank], "A grade is 0 and up");
            double worth = gain == GainForm.Linear ? grades[rank] : Math.Pow(2, grades[rank]) - 1;
            sum += worth / Math.Log2(rank + 2);
        }
        return sum;
    }
}
