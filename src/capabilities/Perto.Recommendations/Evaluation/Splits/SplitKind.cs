namespace Perto.Recommendations;

/// <summary>How one file of interactions is split into what to fit on and what to find.</summary>
public enum SplitKind
{
    /// <summary>The last part of each user's time line is found: <see cref="TimelineSplit.Last"/>.</summary>
    UserTime,

    /// <summary>What happened after one moment is found: <see cref="TimelineSplit.Global"/>.</summary>
    GlobalTime,

    /// <summary>The last interaction of each user is found, among all items or among negatives: <see cref="TimelineSplit.LeaveLastOut"/>.</summary>
    LeaveOneOut,

    /// <summary>A random part of each item's interactions is found, as NumPy draws it: <see cref="RandomSplit.ByItem"/>.</summary>
    ItemStratified,

    /// <summary>A random part of each user's interactions is found: <see cref="RandomSplit.ByUser"/>.</summary>
    UserRandom,

    /// <summary>Users who were not fitted on are folded in: <see cref="RandomSplit.NewUsers"/>.</summary>
    NewUsers,
}
