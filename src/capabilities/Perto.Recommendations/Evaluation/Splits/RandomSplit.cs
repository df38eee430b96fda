using Perto.Numerics;

namespace Perto.Recommendations;

/// <summary>Splits a log at random, the same way for the same seed.</summary>
public static class RandomSplit
{
    /// <summary>
    /// The random split of Microsoft's recommenders (<c>python_stratified_split(filter_by="item")</c>), number by number: each interaction, in
    /// the order of the file, draws <c>numpy.random.rand</c>; of each item's interactions, ordered by what they drew, the first
    /// <paramref name="ratio"/>, rounded half to even, go into the train part.
    /// </summary>
    /// <param name="log">Interactions in the order of the file.</param>
    /// <param name="ratio">The part to train on, above 0 and below 1.</param>
    /// <param name="seed">What <c>numpy.random.seed</c> got.</param>
    public static (InteractionLog Train, InteractionLog Test) ByItem(InteractionLog log, double ratio, uint seed)
    {
        TimelineSplit.RequireShare(ratio, nameof(ratio));
        MersenneTwister random = new(seed);
        double[] drawn = [.. log.Interactions.Select(_ => random.NextDouble())];
        bool[] inTrain = new bool[drawn.Length];
        foreach (IGrouping<int, int> item in Enumerable.Range(0, drawn.Length).GroupBy(at => log.Interactions[at].Item))
        {
            int[] ordered = [.. item.OrderBy(at => drawn[at])];
            int border = (int)Math.Round(ratio * ordered.Length, MidpointRounding.ToEven);
            foreach (int at in ordered.AsSpan(0, border))
                inTrain[at] = true;
        }

        LogParts parts = new(log);
        return (
            parts.Part(log.Interactions.Where((_, at) => inTrain[at])),
            parts.Part(log.Interactions.Where((_, at) => !inTrain[at])));
    }

    /// <summary>
    /// Puts a random part of each user's interactions into the train part, rounded half to even; a user keeps at least one there. What a
    /// parameter is chosen on where time says nothing.
    /// </summary>
    /// <param name="log">Interactions.</param>
    /// <param name="ratio">The part to train on, above 0 and below 1.</param>
    /// <param name="seed">Draws the parts.</param>
    public static (InteractionLog Train, InteractionLog Test) ByUser(InteractionLog log, double ratio, uint seed)
    {
        TimelineSplit.RequireShare(ratio, nameof(ratio));
        SeededRandom random = new(seed);
        List<LoggedInteraction> train = [], test = [];
        foreach (IGrouping<int, LoggedInteraction> user in log.Interactions.GroupBy(logged => logged.User).OrderBy(user => user.Key))
        {
            LoggedInteraction[] shuffled = [.. user];
            random.Shuffle(shuffled);
            int border = Math.Max(1, (int)Math.Round(ratio * shuffled.Length, MidpointRounding.ToEven));
            train.AddRange(shuffled.AsSpan(0, border));
            test.AddRange(shuffled.AsSpan(border));
        }

        LogParts parts = new(log);
        return (parts.Part(train), parts.Part(test));
    }

    /// <summary>
    /// Strong generalisation (Marlin 2004; Liang et al. 2018): models are fitted on some users and measured on others, whom they have never
    /// seen and who are scored from <paramref name="ratio"/> of their interactions to find the rest. Items that the users to fit on never had
    /// are left out.
    /// </summary>
    /// <param name="log">Interactions.</param>
    /// <param name="users">The part of the users to fit on, above 0 and below 1.</param>
    /// <param name="ratio">The part of each other user's interactions that is known, above 0 and below 1.</param>
    /// <param name="seed">Draws users and parts.</param>
    public static (InteractionLog Train, InteractionLog Histories, InteractionLog Test) NewUsers(InteractionLog log, double users, double ratio, uint seed)
    {
        TimelineSplit.RequireShare(users, nameof(users));
        TimelineSplit.RequireShare(ratio, nameof(ratio));
        SeededRandom random = new(seed);
        int[] shuffled = [.. log.Interactions.Select(logged => logged.User).Distinct().Order()];
        random.Shuffle(shuffled);
        HashSet<int> known = [.. shuffled.AsSpan(0, Math.Max(1, (int)Math.Round(users * shuffled.Length, MidpointRounding.ToEven)))];

        HashSet<int> items = [.. log.Interactions.Where(logged => known.Contains(logged.User)).Select(logged => logged.Item)];
        List<LoggedInteraction> histories = [], test = [];
        foreach (IGrouping<int, LoggedInteraction> user in log.Interactions.Where(logged => !known.Contains(logged.User) && items.Contains(logged.Item))
            .GroupBy(logged => logged.User).OrderBy(user => user.Key))
        {
            LoggedInteraction[] own = [.. user];
            random.Shuffle(own);
            int border = (int)Math.Round(ratio * own.Length, MidpointRounding.ToEven);
            histories.AddRange(own.AsSpan(0, border));
            test.AddRange(own.AsSpan(border));
        }

        LogParts parts = new(log);
        return (parts.Part(log.Interactions.Where(logged => known.Contains(logged.User))), parts.Part(histories), parts.Part(test));
    }
}
