namespace Perto.Platform;

/// <summary>Where a run is in its life.</summary>
public enum JobRunState
{
    /// <summary>Asked for; a worker takes it within a second or two.</summary>
    Waiting,

    /// <summary>At work.</summary>
    Running,

    /// <summary>Did its work.</summary>
    Done,

    /// <summary>Ended by an error.</summary>
    Failed,

    /// <summary>Its server stopped or died, or lost the job to another.</summary>
    Interrupted,

    /// <summary>A fire time at which no server was there, and that was left out.</summary>
    Skipped,
}
