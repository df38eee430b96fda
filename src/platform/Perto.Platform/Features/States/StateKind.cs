namespace Perto.Platform;

/// <summary>How a feature is made from events.</summary>
public enum StateKind
{
    /// <summary>The latest value of a field.</summary>
    Scalar,

    /// <summary>How many events there were, or the sum of a field.</summary>
    Counter,

    /// <summary>The same over the latest hours or days.</summary>
    PeriodicCounter,

    /// <summary>The latest values of a field.</summary>
    List,

    /// <summary>The latest number for each of the latest keys.</summary>
    Map,

    /// <summary>The most frequent values of a field, with their counts.</summary>
    Frequency,

    /// <summary>Count, mean, variance, least and greatest of a field.</summary>
    Statistics,

    /// <summary>How many events there were, or the sum of a field, each fading day by day.</summary>
    DecayedCounter,

    /// <summary>How many runs of events there were, each soon after the one before.</summary>
    Sessions,
}
