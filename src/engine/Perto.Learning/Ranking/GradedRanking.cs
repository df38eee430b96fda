namespace Perto.Learning;

/// <summary>How good a ranked list is where relevance has grades.</summary>
public static class GradedRanking
{
    /// <summary>
    /// Discounted gain at k, gain / log2(rank + 1) over the first k, divided by that of the best order of everything that is relevant. In 0..1,
    /// higher is better; 0 where nothing is relevant.
    /// </summary>
    /// <param name="grades">The grade of the item at each rank, 0 and up; a shorter list counts as filled up with 0.</param>
    /// <param name="ideal">The grades of all relevant items, in any order, those that the list has among them.</param>
    /// <param name="k">1 and up.</param>
    /// <param name="gain">What a grade is worth; a grade is at most 1,000 where it is exponential, and at most 1e300 where it is linear.</param>
    /// <exception cref="ArgumentOutOfRangeException">A grade is out of its range, or k is below 1.</exception>
    /// <exception cref="ArgumentException">The ideal lacks a grade that the list has.</exception>
    public static double Ndcg(ReadOnlySpan<double> grades, ReadOnlySpan<double> ideal, int k, GainForm gain = GainForm.Exponential)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        double[] best = Descending(ideal, gain, nameof(ideal));
        double[] shown = Descending(grades, gain, nameof(grades));
        for (int i = 0; i < shown.Length && shown[i] > 0; i++)
        {
            if (i >= best.Length || shown[i] > best[i])
                throw new ArgumentException($"The ideal has all grades of the list; number {i + 1} from above is {shown[i]} in the list, and {(i < best.Length ? best[i] : 0)} in the ideal", nameof(ideal));
        }
        double most = Dcg(best, k, gain);
        return most == 0 ? 0 : Dcg(grades, k, gain) / most;
    }

    private static double[] Descending(ReadOnlySpan<double> grades, GainForm gain, string name)
    {
        // Sums of what they are worth stay finite.
        double largest = gain == GainForm.Linear ? 1e300 : 1_000;
        foreach (double grade in grades)
        {
            if (!(grade >= 0 && grade <= largest))
                throw new ArgumentOutOfRangeException(name, grade, $"A grade is in 0..{largest}");
        }
        double[] sorted = grades.ToArray();
        Array.Sort(sorted, (one, other) => other.CompareTo(one));
        return sorted;
    }

    private static double Dcg(ReadOnlySpan<double> grades, int k, GainForm gain)
    {
        double sum = 0;
        for (int rank = 0; rank < Math.Min(k, grades.Length); rank++)
        {
            double worth = gain == GainForm.Linear ? grades[rank] : Math.Pow(2, grades[rank]) - 1;
            sum += worth / Math.Log2(rank + 2);
        }
        return sum;
    }
}
