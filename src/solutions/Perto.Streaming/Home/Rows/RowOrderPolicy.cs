namespace Perto.Streaming;

/// <summary>Who decides in which order the rows of a page stand.</summary>
public enum RowOrderPolicy
{
    /// <summary>A bandit that shows a row first as often as it is the best one by what is known (Thompson sampling).</summary>
    Thompson,

    /// <summary>A bandit that shows first what may be the best (LinUCB).</summary>
    UpperBound,

    /// <summary>The row that did best so far, and sometimes any (epsilon-greedy).</summary>
    Greedy,

    /// <summary>The plan.</summary>
    Fixed,
}
