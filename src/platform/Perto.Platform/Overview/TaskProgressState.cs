namespace Perto.Platform;

/// <summary>Whether long work runs and how it ended.</summary>
public enum TaskProgressState
{
    /// <summary>At work, or waiting to go on where it stopped.</summary>
    Running,

    /// <summary>Complete.</summary>
    Done,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Ended by a person.</summary>
    Cancelled,
}
