using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// Runs the jobs that are due, asked for, or left behind by a server that died. Every server looks each second; who gets the lease of a
/// job runs it, and the database knows which fire times were run.
/// </summary>
internal sealed class JobRunner(
    ScheduledJobs jobs,
    JobTable table,
    LeaseKeeper leases,
    IServiceProvider services,
    JobMetrics metrics,
    TimeProvider clock,
    ILogger<JobRunner> logger) : IAsyncDisposable
{
    /// <summary>How long a job is nobody's when its server dies.</summary>
    public static readonly TimeSpan LeaseTime = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly string _server = $"{Environment.MachineName}:{Environment.ProcessId}";
    private readonly ConcurrentDictionary<string, Task> _active = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _asked = new(0);
    private bool _ensured;

    /// <summary>Whether a job is at work here.</summary>
    public bool IsActive => !_active.IsEmpty;

    /// <summary>Takes up everything that nobody works at and that is to be done now; returns before it is done.</summary>
    public async Task TickAsync(CancellationToken cancellationToken)
    {
        if (!_ensured)
            await table.EnsureAsync(jobs.All.Select(job => job.Name), cancellationToken);
        _ensured = true;
        (IReadOnlyList<JobRow> rows, IReadOnlyList<JobRunRow> unfinished) = await table.LookAsync(cancellationToken);
        foreach (JobRow row in rows.Where(row => row.LastSuccessAt is not null))
            metrics.Succeeded(row.Name, UnixMicros.ToMoment(row.LastSuccessAt!.Value));
        foreach (JobDefinition job in jobs.All)
        {
            if (!_active.ContainsKey(job.Name) && IsFree(job, rows.FirstOrDefault(row => row.Name == job.Name), unfinished))
                Begin(job);
        }
    }

    /// <summary>Takes up a job that was asked for in this process, whatever its schedule.</summary>
    public void Begin(JobDefinition job)
    {
        // Begun only when it is in the list, so that nobody misses it there.
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task work = RunAsync(job, begun.Task);
        if (_active.TryAdd(job.Name, work))
            begun.SetResult();
        else
            begun.SetCanceled(CancellationToken.None);
    }

    /// <summary>Looks at once.</summary>
    public void Wake() => _asked.Release();

    /// <summary>Returns after a second, or when a run is asked for in this process.</summary>
    public Task WaitAsync(CancellationToken cancellationToken) => _asked.WaitAsync(Look, cancellationToken);

    /// <summary>Returns when nothing is at work here.</summary>
    public async Task IdleAsync()
    {
        while (IsActive)
            await Task.WhenAll(_active.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>Ends the runs of this process: they are marked as interrupted, and another server may take them up at once.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await IdleAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
        _asked.Dispose();
    }

    private bool IsFree(JobDefinition job, JobRow? row, IReadOnlyList<JobRunRow> unfinished)
    {
        JobRunRow[] own = [.. unfinished.Where(run => run.Job == job.Name)];
        return own.Length > 0
            ? !own.Any(run => run.LeaseUntil > UnixMicros.Now(clock))
            : row is not null && table.Due(job, row) is not null;
    }

    private async Task RunAsync(JobDefinition job, Task begun)
    {
        await begun.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        if (begun.IsCanceled)
            return;
        try
        {
            if (_stop.IsCancellationRequested || await leases.TryKeepAsync(job.LeaseName, LeaseTime, _stop.Token) is not { } lease)
                return;
            await using (lease)
                await RunAsync(job, lease);
        }
        catch (Exception failure) when (!failure.IsCancellationBy(_stop.Token))
        {
            // The database may be away; the next look finds the job as it is then.
            logger.JobNotHandled(job.Name, failure);
        }
        catch (OperationCanceledException)
        {
            // Stopped before a run was taken.
        }
        finally
        {
            _active.TryRemove(job.Name, out _);
        }
    }

    private async Task RunAsync(JobDefinition job, KeptLease lease)
    {
        JobClaim claim = await table.ClaimAsync(job, lease, _server, _stop.Token);
        if (claim.Interrupted is { } dead)
            logger.JobInterrupted(job.Name, dead.Id, $"{dead.Server} stopped answering");
        if (claim.Skipped is { } skipped)
            logger.JobSkipped(job.Name, UnixMicros.ToMoment(skipped.ScheduledFor));
        if (claim.Run is not { } run)
            return;

        logger.JobBegins(job.Name, run.Id, run.Cause);
        long started = clock.GetTimestamp();
        (JobRunState state, string? result, string? error) = await WorkAsync(job, run, lease);
        metrics.Ended(job.Name, state, clock.GetElapsedTime(started));
        if (await table.EndAsync(job, run, state, result, error) && state == JobRunState.Done)
            metrics.Succeeded(job.Name, clock.GetUtcNow());
    }

    private async Task<(JobRunState State, string? Result, string? Error)> WorkAsync(JobDefinition job, JobRunRow run, KeptLease lease)
    {
        var context = new JobContext { Job = run.Job, RunId = run.Id, ScheduledFor = UnixMicros.ToMoment(run.ScheduledFor), Attempt = run.Attempt };
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token, lease.Lost);
        using var ended = new CancellationTokenSource();
        Task telling = TellAsync(run, context, ended.Token);
        try
        {
            string result = await job.Create(services).RunAsync(context, cancel.Token);
            logger.JobDone(job.Name, run.Id, result);
            return (JobRunState.Done, result, null);
        }
        catch (Exception failure) when (failure.IsCancellationBy(cancel.Token))
        {
            string reason = _stop.IsCancellationRequested ? $"{_server} was stopped" : $"{_server} lost the job to another";
            logger.JobInterrupted(job.Name, run.Id, reason);
            return (JobRunState.Interrupted, null, reason);
        }
        catch (Exception failure)
        {
            // A job that fails is that run's end, not the server's.
            logger.JobFailed(job.Name, run.Id, failure);
            return (JobRunState.Failed, null, failure.Message);
        }
        finally
        {
            await ended.CancelAsync();
            await telling.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task TellAsync(JobRunRow run, JobContext context, CancellationToken ended)
    {
        using var timer = new PeriodicTimer(Look, clock);
        while (await timer.WaitForNextTickAsync(ended))
        {
            if (context.Take() is not { } told)
                continue;
            try
            {
                await table.ProgressAsync(run, told, ended);
            }
            catch (Exception failure) when (!failure.IsCancellationBy(ended))
            {
                logger.JobProgressNotWritten(run.Job, run.Id, failure);
            }
        }
    }
}
