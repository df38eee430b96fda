namespace Perto.Platform;

/// <summary>The tables <c>job</c> and <c>job_run</c>.</summary>
internal sealed class JobTable(IDatabase database, IdGenerator ids, TimeProvider clock)
{
    /// <summary>What the names of the jobs' leases begin with.</summary>
    public const string LeasePrefix = "job/";

    /// <summary>A run that takes its server with it would otherwise be tried for ever.</summary>
    public const int MaxAttempts = 3;

    // A tick comes every second, and a claim soon after; a fire time that is older had nobody.
    private static readonly TimeSpan MisfiredAfter = TimeSpan.FromMinutes(1);

    /// <summary>Makes rows for jobs that are new: their first fire time is the next one.</summary>
    public Task EnsureAsync(IEnumerable<string> names, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "insert into job (name, passed) values (@name, @now) on conflict (name) do nothing",
                names.Select(name => new { name, now = UnixMicros.Now(clock) }).ToList()),
            cancellationToken);

    /// <summary>All jobs that have a row, and the runs that wait or are at work with the ends of their leases.</summary>
    public Task<(IReadOnlyList<JobRow> Jobs, IReadOnlyList<JobRunRow> Unfinished)> LookAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            async session => (await session.QueryAsync<JobRow>("select * from job"), await UnfinishedAsync(session)),
            cancellationToken);

    /// <summary>The latest run of each job that ended.</summary>
    public Task<IReadOnlyList<JobRunRow>> LastAsync(CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<JobRunRow>(
                """
                select * from job_run where (job, scheduled_for) in (
                    select job, max(scheduled_for) from job_run where finished_at is not null group by job)
                """),
            cancellationToken);

    /// <summary>A run; null when there is none of this id.</summary>
    public Task<JobRunRow?> FindAsync(string job, string id, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.FirstOrDefaultAsync<JobRunRow>("select * from job_run where job = @job and id = @id", new { job, id }),
            cancellationToken);

    /// <summary>Runs of a job, latest first: ids of several servers are in no order within a millisecond, the times are.</summary>
    public Task<IReadOnlyList<JobRunRow>> RunsAsync(string job, long before, int limit, CancellationToken cancellationToken) =>
        database.ReadAsync(
            session => session.QueryAsync<JobRunRow>(
                "select * from job_run where job = @job and scheduled_for < @before order by scheduled_for desc limit @limit", new { job, before, limit }),
            cancellationToken);

    /// <summary>Asks for a run. One that waits already is the answer to everybody who asks.</summary>
    public Task<JobRunRow> AskAsync(string job, CancellationToken cancellationToken) =>
        database.WriteAsync(session => AskAsync(session, job, JobRunCause.Request, attempt: 1), cancellationToken);

    /// <summary>Pauses a job; one that is paused stays so.</summary>
    public Task PauseAsync(string job, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                insert into job (name, passed, paused_at) values (@job, @now, @now)
                on conflict (name) do update set paused_at = coalesce(job.paused_at, excluded.paused_at)
                """,
                new { job, now = UnixMicros.Now(clock) }),
            cancellationToken);

    /// <summary>Lets a job run again, from its next fire time on.</summary>
    public Task ResumeAsync(string job, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                """
                update job set paused_at = null, passed = case when passed < @now then @now else passed end
                where name = @job and paused_at is not null
                """,
                new { job, now = UnixMicros.Now(clock) }),
            cancellationToken);

    /// <summary>
    /// What is to be done by who has the job's lease: whatever is said to be at work is not any more; a run that waits goes before a fire
    /// time. A fire time is taken together with the run that it becomes, so that it is run once.
    /// </summary>
    public Task<JobClaim> ClaimAsync(JobDefinition job, KeptLease lease, string server, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async session =>
            {
                await lease.RequireAsync(session);
                IReadOnlyList<JobRunRow> unfinished = await session.QueryAsync<JobRunRow>(
                    "select * from job_run where job = @Name and finished_at is null order by scheduled_for", new { job.Name });
                JobRunRow? interrupted = unfinished.FirstOrDefault(run => run.State == Name(JobRunState.Running));
                if (interrupted is not null)
                {
                    await EndAsync(session, job, interrupted, JobRunState.Interrupted, result: null, error: $"{interrupted.Server} stopped answering");
                    unfinished = await session.QueryAsync<JobRunRow>(
                        "select * from job_run where job = @Name and finished_at is null order by scheduled_for", new { job.Name });
                }
                if (unfinished is [var waiting, ..])
                {
                    await session.ExecuteAsync(
                        "update job_run set state = 'running', server = @server, started_at = @now where job = @Job and id = @Id",
                        new { waiting.Job, waiting.Id, server, now = UnixMicros.Now(clock) });
                    return new JobClaim(waiting, interrupted, Skipped: null);
                }
                return await TakeFireTimeAsync(session, job, server, interrupted);
            },
            cancellationToken);

    /// <summary>Writes down how far a run has come.</summary>
    public Task ProgressAsync(JobRunRow run, JobContext.Told told, CancellationToken cancellationToken) =>
        database.WriteAsync(
            session => session.ExecuteAsync(
                "update job_run set progress = @Done, detail = @Detail where job = @Job and id = @Id and state = 'running'",
                new { run.Job, run.Id, told.Done, told.Detail }),
            cancellationToken);

    /// <summary>Writes how a run ended, unless somebody did already; returns whether it was written.</summary>
    public Task<bool> EndAsync(JobDefinition job, JobRunRow run, JobRunState state, string? result, string? error) =>
        database.WriteAsync(session => EndAsync(session, job, run, state, result, error));

    /// <summary>The fire time that is due; null when none is.</summary>
    public DateTimeOffset? Due(JobDefinition job, JobRow row) =>
        job.Enabled && row.PausedAt is null ? job.Schedule.LastBetween(UnixMicros.ToMoment(row.Passed), clock.GetUtcNow()) : null;

    public static string Name(JobRunState state) => state.ToString().ToLowerInvariant();

    private static Task<IReadOnlyList<JobRunRow>> UnfinishedAsync(DatabaseSession session) =>
        session.QueryAsync<JobRunRow>(
            $"""
            select r.*, l.expires_at as lease_until from job_run r left join lease l on l.name = '{LeasePrefix}' || r.job
            where r.finished_at is null order by r.scheduled_for
            """);

    private async Task<JobClaim> TakeFireTimeAsync(DatabaseSession session, JobDefinition job, string server, JobRunRow? interrupted)
    {
        JobRow? row = await session.FirstOrDefaultAsync<JobRow>("select * from job where name = @Name", new { job.Name });
        if (row is null || Due(job, row) is not { } due)
            return new JobClaim(Run: null, interrupted, Skipped: null);
        long now = UnixMicros.Now(clock);
        bool skips = job.Options.Misfire == MisfirePolicy.Skip && clock.GetUtcNow() - due > MisfiredAfter;
        var run = new JobRunRow
        {
            Job = job.Name,
            Id = ids.NewId(),
            ScheduledFor = UnixMicros.From(due),
            Cause = Name(JobRunCause.Schedule),
            State = Name(skips ? JobRunState.Skipped : JobRunState.Running),
            Attempt = 1,
            Server = skips ? null : server,
            Error = skips ? "no server was there at this time" : null,
            AskedAt = now,
            StartedAt = skips ? null : now,
            FinishedAt = skips ? now : null,
        };
        await session.ExecuteAsync("update job set passed = @ScheduledFor where name = @Job", run);
        int taken = await InsertAsync(session, run);
        if (skips)
            await PruneAsync(session, job);
        return new JobClaim(taken == 1 && !skips ? run : null, interrupted, taken == 1 && skips ? run : null);
    }

    private async Task<bool> EndAsync(DatabaseSession session, JobDefinition job, JobRunRow run, JobRunState state, string? result, string? error)
    {
        long now = UnixMicros.Now(clock);
        int ended = await session.ExecuteAsync(
            """
            update job_run set state = @state, result = @result, error = @error, finished_at = @now,
                progress = case when @state = 'done' then 1 else progress end
            where job = @Job and id = @Id and state = 'running'
            """,
            new { run.Job, run.Id, state = Name(state), result, error, now });
        if (ended == 0)
            return false;
        if (state == JobRunState.Done)
            await session.ExecuteAsync("update job set last_success_at = @now where name = @Job", new { run.Job, now });
        if (state == JobRunState.Interrupted && job.Options.RunsAgain && run.Attempt < MaxAttempts)
            await AskAsync(session, run.Job, JobRunCause.Retry, run.Attempt + 1);
        await PruneAsync(session, job);
        return true;
    }

    private async Task<JobRunRow> AskAsync(DatabaseSession session, string job, JobRunCause cause, int attempt)
    {
        if (await session.FirstOrDefaultAsync<JobRunRow>("select * from job_run where job = @job and state = 'waiting'", new { job }) is { } waiting)
            return waiting;
        long now = UnixMicros.Now(clock);
        long last = await session.ScalarAsync<long>("select coalesce(max(scheduled_for), 0) from job_run where job = @job", new { job });
        var run = new JobRunRow
        {
            Job = job,
            Id = ids.NewId(),
            ScheduledFor = Math.Max(now, last + 1),
            Cause = Name(cause),
            State = Name(JobRunState.Waiting),
            Attempt = attempt,
            AskedAt = now,
        };
        await InsertAsync(session, run);
        return run;
    }

    private static Task<int> InsertAsync(DatabaseSession session, JobRunRow run) =>
        session.ExecuteAsync(
            """
            insert into job_run (job, id, scheduled_for, cause, state, attempt, server, error, asked_at, started_at, finished_at)
            values (@Job, @Id, @ScheduledFor, @Cause, @State, @Attempt, @Server, @Error, @AskedAt, @StartedAt, @FinishedAt)
            on conflict (job, scheduled_for) do nothing
            """,
            run);

    private Task<int> PruneAsync(DatabaseSession session, JobDefinition job) =>
        session.ExecuteAsync(
            """
            delete from job_run where job = @Name and finished_at is not null and (finished_at < @before or id not in (
                select id from job_run where job = @Name and finished_at is not null order by scheduled_for desc limit @KeptRuns))
            """,
            new { job.Name, job.Options.KeptRuns, before = UnixMicros.From(clock.GetUtcNow() - job.Options.KeptFor) });

    private static string Name(JobRunCause cause) => cause.ToString().ToLowerInvariant();
}
