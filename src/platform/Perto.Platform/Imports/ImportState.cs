namespace Perto.Platform;

/// <summary>How far an import came.</summary>
public enum ImportState
{
    /// <summary>Taken, and not begun.</summary>
    Queued,

    /// <summary>At work; or its process died, and it goes on when the next one starts.</summary>
    Running,

    /// <summary>All lines were read.</summary>
    Done,

    /// <summary>It could not go on; the next run of the same source goes on from there.</summary>
    Failed,

    /// <summary>Somebody stopped it; the next run of the same source goes on from there.</summary>
    Interrupted,
}
