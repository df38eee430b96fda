namespace Perto.Streaming;

/// <summary>
/// What is to be expected of an option: a level for its kind, and a slope over the score with which it was served, by least squares with a little shrinkage. Coarse, and it may be: where it
/// is wrong the doubly robust estimate is still right on average, only less sharp.
/// </summary>
internal sealed class RewardModel
{
    private const double Shrinkage = 1;

    private readonly Dictionary<int, (double Level, double Score)> _kinds;
    private readonly double _mean;
    private readonly double _slope;

    private RewardModel(Dictionary<int, (double Level, double Score)> kinds, double mean, double slope)
    {
        _kinds = kinds;
        _mean = mean;
        _slope = slope;
    }

    /// <summary>Fits it to choices.</summary>
    public static RewardModel Fit(IReadOnlyList<DrawnChoice> choices)
    {
        double mean = choices.Count == 0 ? 0 : choices.Average(choice => choice.Reward);
        Dictionary<int, (double Level, double Score)> kinds = choices.GroupBy(choice => choice.Options[choice.Chosen].Kind).ToDictionary(
            kind => kind.Key,
            kind => ((kind.Sum(choice => choice.Reward) + (Shrinkage * mean)) / (kind.Count() + Shrinkage), kind.Average(choice => choice.Options[choice.Chosen].Score)));
        double products = 0, squares = Shrinkage;
        foreach (DrawnChoice choice in choices)
        {
            DrawnOption chosen = choice.Options[choice.Chosen];
            (double level, double score) = kinds[chosen.Kind];
            products += (choice.Reward - level) * (chosen.Score - score);
            squares += (chosen.Score - score) * (chosen.Score - score);
        }
        return new RewardModel(kinds, mean, products / squares);
    }

    /// <summary>What is to be expected of an option.</summary>
    public double Expected(DrawnOption option) =>
        _kinds.TryGetValue(option.Kind, out (double Level, double Score) kind) ? kind.Level + (_slope * (option.Score - kind.Score)) : _mean;
}
