using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class JobRunnerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_job_runs_when_its_time_comes_and_the_log_says_how_it_went(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var deeds = new Deeds();
        await using var server = new JobServer(test.Database, clock, deeds);
        using var metrics = new MeterReading(server.Meters);

        await server.RunDueAsync();
        clock.Advance(Minute - TimeSpan.FromSeconds(1));
        await server.RunDueAsync();
        Assert.Equal(0, deeds.Count);
        clock.Advance(TimeSpan.FromSeconds(2));
        await server.RunDueAsync();
        await server.RunDueAsync();

        Assert.Equal(1, deeds.Count);
        JobRun run = Assert.Single(await server.LogAsync());
        Assert.Equal((JobRunState.Done, JobRunCause.Schedule, Start + Minute, "counted to 1", 1.0), (run.State, run.Cause, run.ScheduledAt, run.Result, run.Progress));
        Assert.Equal(Start + TimeSpan.FromSeconds(61), run.StartedAt);
        Assert.NotNull(run.Server);
        JobInfo job = await server.Jobs.ShowAsync(JobServer.Job, Token);
        Assert.Equal((Start + (2 * Minute), run.Id, run.FinishedAt), (job.NextRunAt, job.Last!.Id, job.LastSuccess));
        Assert.Null(job.Current);
        Assert.Equal((1, 0), (metrics.Sum("perto.jobs.runs"), metrics.Sum("perto.jobs.failures")));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Two_servers_whose_clocks_differ_run_each_fire_time_once(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var fast = new ManualTimeProvider(Start + TimeSpan.FromSeconds(2));
        var deeds = new Deeds();
        await using var first = new JobServer(test.Database, clock, deeds);
        await using var second = new JobServer(test.Database, fast, deeds);
        await Task.WhenAll(first.RunDueAsync(), second.RunDueAsync());

        for (int step = 0; step < 100; step++)
        {
            clock.Advance(TimeSpan.FromSeconds(3));
            fast.Advance(TimeSpan.FromSeconds(3));
            await Task.WhenAll(Task.Run(first.RunDueAsync, Token), Task.Run(second.RunDueAsync, Token));
        }

        IReadOnlyList<JobRun> log = await first.LogAsync();
        Assert.Equal(Enumerable.Range(1, 5).Select(minute => Start + (minute * Minute)), log.Select(run => run.ScheduledAt).Order());
        Assert.All(log, run => Assert.Equal(JobRunState.Done, run.State));
        Assert.Equal(5, deeds.Count);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_run_whose_server_died_is_marked_and_made_up_for_by_another(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var stopped = new ManualTimeProvider();
        var clock = new ManualTimeProvider();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deeds = new Deeds { Work = HangFirstAsync };
        // Its clock stands still from here on: it renews nothing, as one that is gone.
        await using var dead = new JobServer(test.Database, stopped, deeds);
        await using var other = new JobServer(test.Database, clock, deeds);
        await dead.RunDueAsync();
        stopped.Advance(Minute);
        clock.Advance(Minute);
        await dead.Runner.TickAsync(Token);
        await begun.Task;

        await other.RunDueAsync();
        Assert.Equal(1, deeds.Count);
        clock.Advance(JobRunner.LeaseTime);
        await other.RunDueAsync();

        IReadOnlyList<JobRun> log = await other.LogAsync();
        Assert.Equal([JobRunState.Done, JobRunState.Interrupted], log.Select(run => run.State));
        Assert.Equal((JobRunCause.Retry, 2, "counted to 2"), (log[0].Cause, log[0].Attempt, log[0].Result));
        Assert.Contains("stopped answering", log[1].Error, StringComparison.Ordinal);

        wake.SetResult();
        await dead.Runner.IdleAsync();
        Assert.Equal(JobRunState.Interrupted, (await other.LogAsync())[1].State);
        await other.RunDueAsync();
        Assert.Equal(2, deeds.Count);

        async Task HangFirstAsync(int number, JobContext context, CancellationToken cancellationToken)
        {
            if (number > 1)
                return;
            begun.SetResult();
            await wake.Task;
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_server_that_slept_and_lost_the_job_stops_its_run(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var slow = new ManualTimeProvider();
        var clock = new ManualTimeProvider();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        bool cancelled = false;
        var deeds = new Deeds
        {
            Work = async (number, _, cancellationToken) =>
            {
                if (number > 1)
                    return;
                begun.SetResult();
                var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                await using (cancellationToken.Register(end.SetResult))
                    await end.Task;
                cancelled = true;
                cancellationToken.ThrowIfCancellationRequested();
            },
        };
        await using var sleeper = new JobServer(test.Database, slow, deeds);
        await using var other = new JobServer(test.Database, clock, deeds);
        await sleeper.RunDueAsync();
        slow.Advance(Minute);
        clock.Advance(Minute);
        await sleeper.Runner.TickAsync(Token);
        await begun.Task;
        clock.Advance(JobRunner.LeaseTime);
        await other.RunDueAsync();

        slow.Advance(JobRunner.LeaseTime / 2);
        await sleeper.Runner.IdleAsync();

        Assert.True(cancelled);
        Assert.Equal([JobRunState.Done, JobRunState.Interrupted], (await other.LogAsync()).Select(run => run.State));
    }

    [Fact]
    public async Task A_run_that_takes_its_server_with_it_is_tried_three_times()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var clock = new ManualTimeProvider();
        var deeds = new Deeds { Work = (_, _, cancellationToken) => Task.Delay(Timeout.Infinite, cancellationToken) };
        await using (var server = new JobServer(test.Database, clock, deeds))
            await server.Jobs.RunAsync(JobServer.Job, Token);
        for (int start = 0; start < 5; start++)
        {
            await using var server = new JobServer(test.Database, clock, deeds);
            await server.Runner.TickAsync(Token);
            await WaitForAsync(() => Task.FromResult(deeds.Count == Math.Min(start + 1, JobTable.MaxAttempts)));
        }

        await using var last = new JobServer(test.Database, clock, deeds);
        Assert.Equal([3, 2, 1], (await last.LogAsync()).Select(run => run.Attempt));
        Assert.All(await last.LogAsync(), run => Assert.Equal(JobRunState.Interrupted, run.State));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_run_that_is_asked_for_in_another_process_is_taken_once(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var deeds = new Deeds();
        await using var asking = new JobServer(test.Database, clock, deeds);
        await using var first = new JobServer(test.Database, clock, deeds);
        await using var second = new JobServer(test.Database, clock, deeds);

        JobRun asked = await asking.Jobs.RunAsync(JobServer.Job, Token);
        JobRun again = await asking.Jobs.RunAsync(JobServer.Job, Token);
        Assert.Equal((asked.Id, JobRunState.Waiting), (again.Id, again.State));
        Assert.Equal(asked.Id, (await first.Jobs.ShowAsync(JobServer.Job, Token)).Current!.Id);
        await Task.WhenAll(first.RunDueAsync(), second.RunDueAsync());

        Assert.Equal(1, deeds.Count);
        JobRun done = await asking.Jobs.FindRunAsync(JobServer.Job, asked.Id, Token);
        Assert.Equal((JobRunState.Done, JobRunCause.Request), (done.State, done.Cause));
        await Assert.ThrowsAsync<NotFoundException>(() => asking.Jobs.RunAsync("nothing", Token));
        await Assert.ThrowsAsync<NotFoundException>(() => asking.Jobs.FindRunAsync(JobServer.Job, "nothing", Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_paused_job_lets_fire_times_pass_and_can_be_run_by_hand(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var deeds = new Deeds();
        await using var server = new JobServer(test.Database, clock, deeds);
        await using var other = new JobServer(test.Database, clock, deeds);
        await server.RunDueAsync();

        JobInfo paused = await other.Jobs.PauseAsync(JobServer.Job, Token);
        Assert.True(paused.Paused);
        Assert.Null(paused.NextRunAt);
        clock.Advance(10 * Minute);
        await server.RunDueAsync();
        Assert.Equal(0, deeds.Count);
        await other.Jobs.RunAsync(JobServer.Job, Token);
        await server.RunDueAsync();
        Assert.Equal(1, deeds.Count);

        JobInfo resumed = await other.Jobs.ResumeAsync(JobServer.Job, Token);
        Assert.False(resumed.Paused);
        await server.RunDueAsync();
        Assert.Equal(1, deeds.Count);
        clock.Advance(Minute);
        await server.RunDueAsync();
        Assert.Equal(2, deeds.Count);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Missed_fire_times_are_run_once_or_left_out(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        foreach (MisfirePolicy policy in Enum.GetValues<MisfirePolicy>())
        {
            await test.Database.WriteAsync(session => session.ExecuteAsync("delete from job_run; delete from job"), Token);
            var clock = new ManualTimeProvider();
            var deeds = new Deeds();
            var options = new JobOptions { Misfire = policy };
            await using (var before = new JobServer(test.Database, clock, deeds, "0 0 3 * * ?", options))
                await before.RunDueAsync();

            clock.Advance(TimeSpan.FromDays(4) + TimeSpan.FromHours(5));
            await using var after = new JobServer(test.Database, clock, deeds, "0 0 3 * * ?", options);
            await after.RunDueAsync();
            await after.RunDueAsync();

            JobRun run = Assert.Single(await after.LogAsync());
            Assert.Equal(new DateTimeOffset(2026, 1, 5, 3, 0, 0, TimeSpan.Zero), run.ScheduledAt);
            Assert.Equal(policy == MisfirePolicy.RunOnce ? (JobRunState.Done, 1) : (JobRunState.Skipped, 0), (run.State, deeds.Count));
            clock.Advance(TimeSpan.FromHours(22) + TimeSpan.FromSeconds(1));
            await after.RunDueAsync();
            Assert.Equal(JobRunState.Done, (await after.LogAsync())[0].State);
            Assert.Equal(new DateTimeOffset(2026, 1, 6, 3, 0, 0, TimeSpan.Zero), (await after.LogAsync())[0].ScheduledAt);
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task The_run_log_is_bounded_by_number_and_by_age(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        await using var server = new JobServer(
            test.Database, clock, new Deeds(), options: new JobOptions { KeptRuns = 5, KeptFor = TimeSpan.FromHours(1) });
        await server.RunDueAsync();
        for (int minute = 0; minute < 12; minute++)
        {
            clock.Advance(Minute);
            await server.RunDueAsync();
        }

        Assert.Equal(["counted to 12", "counted to 11", "counted to 10", "counted to 9", "counted to 8"], (await server.LogAsync()).Select(run => run.Result));
        Page<JobRun> page = await server.Jobs.RunsAsync(JobServer.Job, new Paging(2), Token);
        page = await server.Jobs.RunsAsync(JobServer.Job, new Paging(2, page.NextCursor), Token);
        Assert.Equal(["counted to 10", "counted to 9"], page.Items.Select(run => run.Result));
        clock.Advance(TimeSpan.FromHours(2));
        await server.RunDueAsync();
        Assert.Equal(["counted to 13"], (await server.LogAsync()).Select(run => run.Result));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_stop_interrupts_the_run_and_gives_the_job_to_another_at_once(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deeds = new Deeds
        {
            Work = async (number, _, cancellationToken) =>
            {
                begun.TrySetResult();
                if (number == 1)
                    await Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };
        await using var stopping = new JobServer(test.Database, clock, deeds);
        await using var other = new JobServer(test.Database, clock, deeds);
        await stopping.Jobs.RunAsync(JobServer.Job, Token);
        await stopping.Runner.TickAsync(Token);
        await begun.Task;

        await stopping.Runner.StopAsync();
        await other.RunDueAsync();

        IReadOnlyList<JobRun> log = await other.LogAsync();
        Assert.Equal([JobRunState.Done, JobRunState.Interrupted], log.Select(run => run.State));
        Assert.Contains("was stopped", log[1].Error, StringComparison.Ordinal);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_run_that_fails_is_written_down_and_the_next_one_is_tried(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var deeds = new Deeds { Work = (number, _, _) => number == 1 ? throw new InvalidOperationException("the disk is full") : Task.CompletedTask };
        await using var server = new JobServer(test.Database, clock, deeds);
        using var metrics = new MeterReading(server.Meters);
        await server.RunDueAsync();
        clock.Advance(Minute);
        await server.RunDueAsync();
        JobRun failed = Assert.Single(await server.LogAsync());
        Assert.Equal((JobRunState.Failed, "the disk is full"), (failed.State, failed.Error));
        Assert.Null((await server.Jobs.ShowAsync(JobServer.Job, Token)).LastSuccess);
        clock.Advance(Minute);
        await server.RunDueAsync();

        Assert.Equal(JobRunState.Done, (await server.LogAsync())[0].State);
        Assert.Equal((2, 1), (metrics.Sum("perto.jobs.runs"), metrics.Sum("perto.jobs.failures")));
    }

    [Fact]
    public async Task How_far_a_run_has_come_is_seen_from_outside()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var clock = new ManualTimeProvider();
        var reported = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var go = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var deeds = new Deeds
        {
            Work = (_, context, _) =>
            {
                context.Report(0.25, "5 of 20");
                reported.SetResult();
                return go.Task;
            },
        };
        await using var server = new JobServer(test.Database, clock, deeds);
        await server.Jobs.RunAsync(JobServer.Job, Token);
        await server.Runner.TickAsync(Token);
        await reported.Task;
        clock.Advance(TimeSpan.FromSeconds(1));

        JobRun? run = null;
        await WaitForAsync(async () =>
        {
            run = (await server.Jobs.ShowAsync(JobServer.Job, Token)).Current;
            return run?.Progress is not null;
        });

        Assert.Equal((0.25, "5 of 20", JobRunState.Running), (run!.Progress, run.Detail, run.State));
        go.SetResult();
        await server.Runner.IdleAsync();
        Assert.Equal(1, Assert.Single(await server.LogAsync()).Progress);
    }

    private static async Task WaitForAsync(Func<Task<bool>> condition)
    {
        while (!await condition())
        {
            Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
