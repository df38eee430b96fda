namespace Perto.Platform;

/// <summary>Where an import is.</summary>
public enum ImportState
{
    /// <summary>Under way, or interrupted: it can be resumed.</summary>
    Running,

    /// <summary>All rows are dealt with.</summary>
    Done,

    /// <summary>Ended by a failure that concerns the whole import; can be resumed when its cause is gone.</summary>
    Failed,

    /// <summary>Ended by a person; what was written stays.</summary>
    Cancelled,
}
