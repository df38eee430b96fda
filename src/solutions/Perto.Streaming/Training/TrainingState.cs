namespace Perto.Streaming;

/// <summary>How far a training came.</summary>
public enum TrainingState
{
    /// <summary>It waits for the one before.</summary>
    Queued,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Its model is in the registry.</summary>
    Done,

    /// <summary>No model was made.</summary>
    Failed,
}
