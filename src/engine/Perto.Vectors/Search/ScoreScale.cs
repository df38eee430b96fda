namespace Perto.Vectors;

/// <summary>Brings the scores of one part of a fused query to a scale that the others share.</summary>
internal readonly struct ScoreScale
{
    private readonly bool _byRank;
    private readonly double _origin;

    // 0: all candidates have the same score.
    private readonly double _unit;
    private readonly double _alike;

    private ScoreScale(double origin, double unit, double alike, double absent)
    {
        _origin = origin;
        _unit = unit;
        _alike = alike;
        Absent = absent;
    }

    private ScoreScale(bool byRank) => _byRank = byRank;

    /// <summary>What a record has that the part did not find.</summary>
    public double Absent { get; }

    /// <summary>The scale of a part.</summary>
    /// <param name="method">How rankings are fused.</param>
    /// <param name="ranking">The candidates of the part.</param>
    /// <param name="union">How many records any part found.</param>
    public static ScoreScale Of(FusionMethod method, IReadOnlyList<RankedId> ranking, int union) => ranking.Count == 0
        ? default
        : method switch
        {
            FusionMethod.ReciprocalRank => new ScoreScale(byRank: true),
            FusionMethod.WeightedScore => LowestToHighest(ranking),
            FusionMethod.ZScore => Standard(ranking, union),
            FusionMethod.DistributionBased => Distribution(ranking),
            _ => throw new ArgumentOutOfRangeException(nameof(method), method, $"The method must be one of {string.Join(", ", Enum.GetNames<FusionMethod>())}"),
        };

    /// <summary>What a record has that the part found.</summary>
    public double Of(PartScore found) => _byRank ? 1.0 / (Fusion.RankConstant + found.Rank) : _unit > 0 ? (found.Score - _origin) / _unit : _alike;

    // In double throughout, because the difference of two scores may lie outside float.
    private static ScoreScale LowestToHighest(IReadOnlyList<RankedId> ranking)
    {
        (double lowest, double highest) = Range(ranking);
        return new ScoreScale(lowest, highest - lowest, alike: 1, absent: 0);
    }

    private static ScoreScale Standard(IReadOnlyList<RankedId> ranking, int union)
    {
        (double lowest, double highest) = Range(ranking);
        if (lowest == highest)
            return new ScoreScale(0, 0, alike: 1, absent: 0);
        int absent = union - ranking.Count;
        double mean = (Sum(ranking) + (absent * lowest)) / union;
        double squares = Squares(ranking, mean) + (absent * (lowest - mean) * (lowest - mean));
        double deviation = Math.Sqrt(squares / union);
        return new ScoreScale(mean, deviation, alike: 1, absent: (lowest - mean) / deviation);
    }

    private static ScoreScale Distribution(IReadOnlyList<RankedId> ranking)
    {
        (double lowest, double highest) = Range(ranking);
        if (lowest == highest)
            return new ScoreScale(0, 0, alike: 0.5, absent: 0);
        double mean = Sum(ranking) / ranking.Count;
        double deviation = Math.Sqrt(Squares(ranking, mean) / (ranking.Count - 1));
        return new ScoreScale(mean - (3 * deviation), 6 * deviation, alike: 0.5, absent: 0);
    }

    private static (double Lowest, double Highest) Range(IReadOnlyList<RankedId> ranking)
    {
        double lowest = double.PositiveInfinity, highest = double.NegativeInfinity;
        for (int i = 0; i < ranking.Count; i++)
        {
            lowest = Math.Min(lowest, ranking[i].Score);
            highest = Math.Max(highest, ranking[i].Score);
        }
        return (lowest, highest);
    }

    private static double Sum(IReadOnlyList<RankedId> ranking)
    {
        double sum = 0;
        for (int i = 0; i < ranking.Count; i++)
            sum += ranking[i].Score;
        return sum;
    }

    private static double Squares(IReadOnlyList<RankedId> ranking, double mean)
    {
        double sum = 0;
        for (int i = 0; i < ranking.Count; i++)
            sum += (ranking[i].Score - mean) * (ranking[i].Score - mean);
        return sum;
    }
}
