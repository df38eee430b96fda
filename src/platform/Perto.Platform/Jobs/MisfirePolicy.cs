namespace Perto.Platform;

/// <summary>What becomes of a fire time at which no server was there to run the job.</summary>
public enum MisfirePolicy
{
    /// <summary>However many were missed, the job runs once as soon as a server is there.</summary>
    RunOnce,

    /// <summary>The job waits for its next fire time; the log says that one was skipped.</summary>
    Skip,
}
