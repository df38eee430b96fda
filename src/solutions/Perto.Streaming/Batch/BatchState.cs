namespace Perto.Streaming;

/// <summary>How far a batch came.</summary>
public enum BatchState
{
    /// <summary>It waits for a worker, or for the one before.</summary>
    Queued,

    /// <summary>At work; also when its process has died and nobody has gone on with it yet.</summary>
    Running,

    /// <summary>Stopped by who ran it in process; it can be gone on with.</summary>
    Interrupted,

    /// <summary>Everybody has a page or a failure.</summary>
    Done,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Ended by a person.</summary>
    Cancelled,
}
