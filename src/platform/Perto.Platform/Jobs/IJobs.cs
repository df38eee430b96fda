namespace Perto.Platform;

/// <summary>The scheduled jobs of an installation, for operators: the same in process and over HTTP (<c>Perto.Client</c>).</summary>
public interface IJobs
{
    /// <summary>All jobs, by name.</summary>
    Task<IReadOnlyList<JobInfo>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One job.</summary>
    /// <exception cref="PertoException">There is none of that name.</exception>
    Task<JobInfo> ShowAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Runs of a job, latest first.</summary>
    /// <exception cref="PertoException">There is no such job, or the cursor is not one of this list.</exception>
    Task<Page<JobRun>> RunsAsync(string name, Paging paging, CancellationToken cancellationToken = default);

    /// <summary>A run.</summary>
    /// <exception cref="PertoException">There is none of this id, or it is long ago.</exception>
    Task<JobRun> FindRunAsync(string name, string id, CancellationToken cancellationToken = default);

    /// <summary>Asks for a run beside the schedule and returns; one that waits already is not doubled. Paused jobs can be run, too.</summary>
    /// <exception cref="PertoException">There is no such job.</exception>
    Task<JobRun> RunAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Lets fire times pass until <see cref="ResumeAsync"/>; a run that is at work goes on.</summary>
    /// <exception cref="PertoException">There is no such job.</exception>
    Task<JobInfo> PauseAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Lets a paused job run again, from its next fire time on.</summary>
    /// <exception cref="PertoException">There is no such job.</exception>
    Task<JobInfo> ResumeAsync(string name, CancellationToken cancellationToken = default);
}
