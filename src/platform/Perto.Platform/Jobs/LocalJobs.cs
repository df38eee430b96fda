namespace Perto.Platform;

/// <summary>The jobs in process.</summary>
public sealed class LocalJobs : IJobs
{
    private readonly ScheduledJobs _jobs;
    private readonly JobTable _table;
    private readonly JobRunner _runner;
    private readonly TimeProvider _clock;
    private readonly bool _runsHere;

    internal LocalJobs(ScheduledJobs jobs, JobTable table, JobRunner runner, TimeProvider clock, bool runsHere = false)
    {
        _jobs = jobs;
        _table = table;
        _runner = runner;
        _clock = clock;
        _runsHere = runsHere;
    }

    /// <summary>The same, where a run that is asked for is begun in this process at once: for a command, beside which there may be no worker.</summary>
    public LocalJobs RunningHere() => new(_jobs, _table, _runner, _clock, runsHere: true);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<JobInfo>> ListAsync(CancellationToken cancellationToken = default)
    {
        (IReadOnlyList<JobRow> rows, IReadOnlyList<JobRunRow> unfinished) = await _table.LookAsync(cancellationToken);
        IReadOnlyList<JobRunRow> last = await _table.LastAsync(cancellationToken);
        return [.. _jobs.All.Select(job => Describe(
            job,
            rows.FirstOrDefault(row => row.Name == job.Name),
            unfinished.FirstOrDefault(run => run.Job == job.Name),
            last.FirstOrDefault(run => run.Job == job.Name)))];
    }

    /// <inheritdoc/>
    public async Task<JobInfo> ShowAsync(string name, CancellationToken cancellationToken = default)
    {
        _jobs.Require(name);
        return (await ListAsync(cancellationToken)).Single(job => job.Name == name);
    }

    /// <inheritdoc/>
    public async Task<Page<JobRun>> RunsAsync(string name, Paging paging, CancellationToken cancellationToken = default)
    {
        _jobs.Require(name);
        long before = Cursor.Read(paging.Cursor, parts: 1)?.Integer(0) ?? long.MaxValue;
        IReadOnlyList<JobRunRow> rows = await _table.RunsAsync(name, before, paging.Limit + 1, cancellationToken);
        return paging.Page(rows, row => Cursor.Write(row.ScheduledFor)).Select(row => row.ToRun());
    }

    /// <inheritdoc/>
    public async Task<JobRun> FindRunAsync(string name, string id, CancellationToken cancellationToken = default) =>
        (await _table.FindAsync(_jobs.Require(name).Name, id, cancellationToken) ?? throw new NotFoundException("run", id)).ToRun();

    /// <inheritdoc/>
    public async Task<JobRun> RunAsync(string name, CancellationToken cancellationToken = default)
    {
        JobDefinition job = _jobs.Require(name);
        JobRunRow asked = await _table.AskAsync(name, cancellationToken);
        if (_runsHere)
            _runner.Begin(job);
        else
            _runner.Wake();
        return asked.ToRun();
    }

    /// <inheritdoc/>
    public async Task<JobInfo> PauseAsync(string name, CancellationToken cancellationToken = default)
    {
        await _table.PauseAsync(_jobs.Require(name).Name, cancellationToken);
        return await ShowAsync(name, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<JobInfo> ResumeAsync(string name, CancellationToken cancellationToken = default)
    {
        await _table.ResumeAsync(_jobs.Require(name).Name, cancellationToken);
        return await ShowAsync(name, cancellationToken);
    }

    private JobInfo Describe(JobDefinition job, JobRow? row, JobRunRow? current, JobRunRow? last) => new()
    {
        Name = job.Name,
        Description = job.Options.Description,
        Schedule = job.Schedule.ToString(),
        Enabled = job.Enabled,
        Paused = row?.PausedAt is not null,
        NextRunAt = job.Enabled && row?.PausedAt is null ? job.Schedule.NextAfter(_clock.GetUtcNow()) : null,
        Current = current?.ToRun(),
        Last = last?.ToRun(),
        LastSuccess = row?.LastSuccessAt is { } at ? UnixMicros.ToMoment(at) : null,
    };
}
