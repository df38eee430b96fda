namespace Perto.Platform;

/// <summary>How far a backfill is.</summary>
public enum BackfillState
{
    /// <summary>Nothing of it was done.</summary>
    NotBegun,

    /// <summary>More is to come; events that come in meanwhile are not counted by the view.</summary>
    Running,

    /// <summary>All is counted, and the view counts what comes in.</summary>
    Done,
}
