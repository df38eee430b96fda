using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>Makes one ranking of several. Every provider fuses with it, so that all give the same scores.</summary>
public static class Fusion
{
    /// <summary>What is added to a rank before its reciprocal is taken (Cormack, Clarke and Buettcher 2009).</summary>
    public const int RankConstant = 60;

    /// <summary>Fuses the candidates of a query's parts.</summary>
    /// <param name="method">How; the formulas are at <see cref="FusionMethod"/>.</param>
    /// <param name="weights">The weight of each part.</param>
    /// <param name="rankings">The candidates of each part, best first, each record once.</param>
    /// <returns>The records that any part found, best first, equal scores in id order.</returns>
    /// <exception cref="ArgumentException">There is not one weight for each ranking, or the method is not one of <see cref="FusionMethod"/>.</exception>
    public static IReadOnlyList<FusedHit> Fuse(
        FusionMethod method, IReadOnlyList<double> weights, IReadOnlyList<IReadOnlyList<RankedId>> rankings)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentNullException.ThrowIfNull(rankings);
        if (weights.Count != rankings.Count)
            throw new ArgumentException($"{weights.Count} weights were given for {rankings.Count} rankings", nameof(weights));

        Dictionary<string, Sum> sums = new(StringComparer.Ordinal);
        for (int part = 0; part < rankings.Count; part++)
        {
            for (int i = 0; i < rankings[part].Count; i++)
            {
                (string id, float score) = rankings[part][i];
                ref Sum sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, id, out _);
                sum.Parts ??= new List<PartScore>(rankings.Count);
                sum.Parts.Add(new PartScore(part, i + 1, score));
            }
        }
        ScoreScale[] scales = [.. rankings.Select(ranking => ScoreScale.Of(method, ranking, sums.Count))];
        foreach (string id in sums.Keys)
        {
            ref Sum sum = ref CollectionsMarshal.GetValueRefOrNullRef(sums, id);
            sum.Score = Score(sum.Parts, weights, scales);
        }
        return Sorted(sums);
    }

    // Part by part in their order, whether it found the record or not.
    private static double Score(List<PartScore> parts, IReadOnlyList<double> weights, ScoreScale[] scales)
    {
        double sum = 0;
        int found = 0;
        for (int part = 0; part < scales.Length; part++)
        {
            bool has = found < parts.Count && parts[found].Part == part;
            sum += weights[part] * (has ? scales[part].Of(parts[found++]) : scales[part].Absent);
        }
        return sum;
    }

    private static List<FusedHit> Sorted(Dictionary<string, Sum> sums)
    {
        List<FusedHit> hits = new(sums.Count);
        foreach ((string id, Sum sum) in sums)
            hits.Add(new FusedHit(id, (float)sum.Score, sum.Parts));
        hits.Sort(static (x, y) => x.Score != y.Score ? y.Score.CompareTo(x.Score) : CodePointOrder.Compare(x.Id, y.Id));
        return hits;
    }

    private struct Sum
    {
        public double Score;
        public List<PartScore> Parts;
    }
}
