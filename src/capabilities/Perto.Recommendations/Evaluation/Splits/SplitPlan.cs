using Perto.Platform;

namespace Perto.Recommendations;

/// <summary>A way to split a log, with its parameters.</summary>
public sealed record SplitPlan
{
    /// <summary>How it is split.</summary>
    public required SplitKind Kind { get; init; }

    /// <summary>The part to fit on, above 0 and below 1; of each user, each item or all. With new users: the part of a new user that is known.</summary>
    public double Ratio { get; init; } = 0.8;

    /// <summary>With new users: the part of the users to fit on, above 0 and below 1.</summary>
    public double Users { get; init; } = 0.8;

    /// <summary>Draws random parts and negatives.</summary>
    public uint Seed { get; init; } = 42;

    /// <summary>With leave-one-out: items drawn for each user that the user never had, to rank the positive among; 0 to rank all items.</summary>
    public int Negatives { get; init; }

    /// <summary>In words, so that a figure can be compared.</summary>
    public string Description => FormattableString.Invariant(Kind switch
    {
        SplitKind.UserTime => $"the last {1 - Ratio:0.##} of each user's time line",
        SplitKind.GlobalTime => $"the latest {1 - Ratio:0.##} of all interactions",
        SplitKind.LeaveOneOut when Negatives > 0 => $"the last interaction of each user, {Negatives} negatives drawn with seed {Seed},",
        SplitKind.LeaveOneOut => $"the last interaction of each user",
        SplitKind.ItemStratified => $"a random {1 - Ratio:0.##} of each item's interactions, drawn as NumPy with seed {Seed}",
        SplitKind.UserRandom => $"a random {1 - Ratio:0.##} of each user's interactions, seed {Seed}",
        _ => $"a random {1 - Ratio:0.##} of the interactions of {1 - Users:0.##} of the users, who are not fitted on, seed {Seed}",
    });

    /// <summary>Splits a log into something to measure models on.</summary>
    /// <exception cref="InvalidValueException">A parameter is out of range, or the log cannot be split so.</exception>
    public EvaluationTask Split(InteractionLog log)
    {
        (InteractionLog train, InteractionLog? histories, InteractionLog test) = Parts(log);
        if (test.Interactions.Count == 0)
            throw new InvalidValueException("test", "no interactions", "at least one", $"the split leaves nothing to find: {Description}");
        return Kind == SplitKind.LeaveOneOut && Negatives > 0
            ? EvaluationTask.AmongNegatives(train, Cases(train, test), this)
            : EvaluationTask.AllItems(train, test, histories: histories, plan: this);
    }

    /// <summary>With leave-one-out: the positives of the test part with the negatives that are drawn for them.</summary>
    /// <exception cref="InvalidValueException">A user never had fewer items than are to be drawn.</exception>
    public IReadOnlyList<LeaveOneOutCase> Cases(InteractionLog train, InteractionLog test) => RandomNegatives.Draw(train, test, Negatives, Seed);

    /// <summary>The logs of the parts; histories only where they are not the train part.</summary>
    /// <exception cref="InvalidValueException">A parameter is out of range, or the log cannot be split so.</exception>
    public (InteractionLog Train, InteractionLog? Histories, InteractionLog Test) Parts(InteractionLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (Kind is SplitKind.UserTime or SplitKind.GlobalTime && log.Interactions.Count > 0
            && log.Interactions.TrueForAll(logged => logged.Timestamp == log.Interactions[0].Timestamp))
        {
            throw new InvalidValueException("timestamp", "one time for all", "at least two times", "a split by time needs interactions at different times");
        }

        if (Kind == SplitKind.NewUsers)
            return RandomSplit.NewUsers(log, Users, Ratio, Seed);
        (InteractionLog train, InteractionLog test) = Kind switch
        {
            SplitKind.UserTime => TimelineSplit.Last(log, 1 - Ratio),
            SplitKind.GlobalTime => TimelineSplit.Global(log, 1 - Ratio),
            SplitKind.LeaveOneOut => TimelineSplit.LeaveLastOut(log),
            SplitKind.ItemStratified => RandomSplit.ByItem(log, Ratio, Seed),
            _ => RandomSplit.ByUser(log, Ratio, Seed),
        };
        return (train, null, test);
    }
}
