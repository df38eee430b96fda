using System.Collections.Concurrent;
using Perto.Postgres;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>What workers promise.</summary>
public sealed class OutboxWorkerTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Effects_in_the_database_happen_once_and_in_the_order_of_their_keys(SqlDialect engine)
    {
        const int Keys = 12;
        const int Messages = 600;
        Random random = Seeds.Random();
        var tries = new ConcurrentDictionary<string, int>();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.Transactional(
            async (message, session) =>
            {
                int number = message.Read<int>();
                await session.ExecuteAsync(
                    "insert into effect (name, place, number) select @name, (select count(*) from effect where name = @name), @number",
                    new { name = message.Key, number });
                // Fails after it has written, in tries that depend on nothing but the message.
                if (tries.AddOrUpdate(message.Id, 1, (_, tried) => tried + 1) <= number % 4)
                    throw new InvalidOperationException("not yet");
            },
            TestTopic.Eager with { BatchSize = 16, MaxAttempts = 100 }));
        await test.ExecuteAsync("create table effect (name text not null, place integer not null, number integer not null unique, primary key (name, place))");
        await test.StartWorkerAsync();
        await test.StartWorkerAsync(signal: test.NewSignal());

        (int Number, string Key)[] all = [.. Enumerable.Range(0, Messages).Select(number => (number, $"k{random.Next(Keys)}"))];
        foreach ((int Number, string Key)[] batch in all.Chunk(20))
        {
            await test.Database.WriteAsync(
                session => test.Outbox.EnqueueAsync(session, [.. batch.Select(one => OutboxMessage.Of(TenantId.Local, "test", one.Number) with { Key = one.Key })]), Token);
        }
        await TestOutbox.UntilAsync(async () => await test.CountAsync("outbox_message") == 0);

        var effects = await test.Database.ReadAsync(session => session.QueryAsync<Effect>("select name, place, number from effect order by name, place"), Token);
        Assert.Equal(Messages, effects.Count);
        foreach (var key in all.GroupBy(one => one.Key))
            Assert.Equal(key.Select(one => one.Number), effects.Where(effect => effect.Name == key.Key).Select(effect => effect.Number));
        Assert.Equal(0, await test.CountAsync("outbox_dead"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Messages_of_one_key_never_overlap_and_different_keys_do(SqlDialect engine)
    {
        const int Messages = 200;
        var atWork = new ConcurrentDictionary<string, bool>();
        var done = new ConcurrentQueue<(string Key, int Number)>();
        var tries = new ConcurrentDictionary<string, int>();
        var both = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int overlaps = 0;
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External(
            async (message, cancellationToken) =>
            {
                if (!atWork.TryAdd(message.Key!, true))
                    Interlocked.Increment(ref overlaps);
                if (atWork.Count > 1)
                    both.TrySetResult();
                // No message ends before two keys were seen at work together.
                await both.Task.WaitAsync(cancellationToken);
                atWork.TryRemove(message.Key!, out _);
                if (tries.AddOrUpdate(message.Id, 1, (_, tried) => tried + 1) == 1 && message.Read<int>() % 5 == 0)
                    throw new InvalidOperationException("not yet");
                done.Enqueue((message.Key!, message.Read<int>()));
            },
            TestTopic.Eager with { Parallelism = 3 }));
        await test.StartWorkerAsync();
        await test.StartWorkerAsync(signal: test.NewSignal());

        await test.Database.WriteAsync(
            session => test.Outbox.EnqueueAsync(
                session, [.. Enumerable.Range(0, Messages).Select(number => OutboxMessage.Of(TenantId.Local, "test", number) with { Key = $"k{number % 7}" })]),
            Token);
        await TestOutbox.UntilAsync(async () => await test.CountAsync("outbox_message") == 0);

        Assert.Equal(0, overlaps);
        foreach (var key in done.GroupBy(one => one.Key))
            Assert.Equal(Enumerable.Range(0, Messages).Where(number => $"k{number % 7}" == key.Key), key.Select(one => one.Number));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_failing_message_holds_up_its_key_alone_and_is_tried_after_longer_and_longer_waits(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        var inbox = new Inbox();
        var options = new OutboxTopicOptions { FirstBackoff = Second, LongestBackoff = 3 * Second, MaxAttempts = 4, LeaseTime = TimeSpan.FromHours(1) };
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, clock, TestTopic.External(
            async (message, cancellationToken) =>
            {
                await inbox.AddAsync(message, cancellationToken);
                if (message.Read<string>() == "bad")
                    throw new InvalidOperationException("never");
            },
            options));
        await test.StartWorkerAsync();
        await test.EnqueueAsync("bad", "a");
        await test.EnqueueAsync("behind", "a");
        await test.EnqueueAsync("other", "b");

        Assert.Equal(["bad", "other"], (await inbox.NextAsync(2)).Select(message => message.Read<string>()).Order());
        foreach (double longest in (double[])[1, 2, 3])
        {
            await TestOutbox.UntilAsync(async () => await test.CountAsync("outbox_message", "owner is null and attempts > 0 and error is not null") == 1);
            long due = await test.ScalarAsync<long>("select due_at from outbox_message where owner is null and attempts > 0 and error is not null");
            TimeSpan wait = UnixMicros.ToMoment(due) - clock.GetUtcNow();
            Assert.InRange(wait.TotalSeconds, longest / 2, longest);
            await clock.TimersAsync(2, Token);
            clock.Advance(wait - TimeSpan.FromMilliseconds(1));
            Assert.True(inbox.IsEmpty);
            clock.Advance(TimeSpan.FromMilliseconds(1));
            Assert.Equal("bad", (await inbox.NextAsync()).Read<string>());
        }

        // Given up, it lets its key go on.
        Assert.Equal("behind", (await inbox.NextAsync()).Read<string>());
        Assert.Equal(1, await test.CountAsync("outbox_dead", "attempts = 4"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_delayed_message_is_handled_when_its_time_has_come(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        var inbox = new Inbox();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, clock, TestTopic.External(inbox.AddAsync));
        await test.StartWorkerAsync();
        await test.EnqueueAsync("late", delay: 90 * Second);
        await test.EnqueueAsync("soon");
        Assert.Equal("soon", (await inbox.NextAsync()).Read<string>());
        await TestOutbox.UntilAsync(async () => await test.CountAsync("outbox_message") == 1);
        await clock.TimersAsync(2, Token);

        clock.Advance(89 * Second);
        await clock.TimersAsync(2, Token);
        Assert.True(inbox.IsEmpty);
        clock.Advance(Second);
        Assert.Equal("late", (await inbox.NextAsync()).Read<string>());
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_dead_workers_messages_come_back_after_the_lease_and_it_cannot_complete_them(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, clock, TestTopic.External((_, _) => Task.CompletedTask));
        await test.EnqueueAsync(1, "a");
        await test.EnqueueAsync(2, "a");
        OutboxQueue first = test.NewQueue("first");
        OutboxQueue second = test.NewQueue("second");

        ClaimedMessage claimed = (await first.CycleAsync(new Settlement(), 10, Token)).Messages.Single();
        Assert.Equal("1", claimed.Payload);
        Assert.Empty((await second.CycleAsync(new Settlement(), 10, Token)).Messages);
        clock.Advance(TimeSpan.FromMinutes(1) - TimeSpan.FromMicroseconds(1));
        Assert.Empty((await second.CycleAsync(new Settlement(), 10, Token)).Messages);
        clock.Advance(TimeSpan.FromMicroseconds(1));
        ClaimedMessage again = (await second.CycleAsync(new Settlement(), 10, Token)).Messages.Single();
        Assert.Equal((claimed.Id, 2), (again.Id, again.Attempts));

        Claim late = await first.CycleAsync(new Settlement { Done = { claimed } }, 0, Token);
        Assert.Equal([claimed.Seq], late.Lost.Select(message => message.Seq));
        await first.CycleAsync(new Settlement { Failed = { new OutboxFailure(claimed, "late", DueAt: null) } }, 0, Token);
        await first.CycleAsync(new Settlement { Returned = { (claimed, 0) } }, 0, Token);
        Assert.Empty(await test.Database.WriteAsync(session => first.CompleteAsync(session, [claimed]), Token));
        Assert.Empty(await first.RenewAsync([claimed.Seq], Token));
        Assert.Equal(2, await test.CountAsync("outbox_message"));
        Assert.Equal(0, await test.CountAsync("outbox_dead"));

        Assert.Equal([claimed.Seq], await second.RenewAsync([claimed.Seq], Token));
        Claim next = await second.CycleAsync(new Settlement { Done = { again } }, 10, Token);
        Assert.Empty(next.Lost);
        Assert.Equal("2", next.Messages.Single().Payload);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_message_whose_workers_always_die_is_given_up_and_its_key_goes_on(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        await using TestOutbox test = await TestOutbox.OpenAsync(
            engine, clock, TestTopic.External((_, _) => Task.CompletedTask, new OutboxTopicOptions { MaxAttempts = 2 }));
        await test.EnqueueAsync("deadly", "a");
        await test.EnqueueAsync("next", "a");

        for (int worker = 1; worker <= 2; worker++)
        {
            Assert.Equal(worker, (await test.NewQueue($"w{worker}").CycleAsync(new Settlement(), 10, Token)).Messages.Single().Attempts);
            clock.Advance(TimeSpan.FromMinutes(1));
        }
        OutboxQueue third = test.NewQueue("w3");
        Claim claim = await third.CycleAsync(new Settlement(), 10, Token);
        Assert.Equal("\"deadly\"", claim.Abandoned.Single().Payload);
        Assert.True(claim.HasMore);
        Assert.Equal("\"next\"", (await third.CycleAsync(new Settlement(), 10, Token)).Messages.Single().Payload);
        Assert.Contains("worker died", (await test.Letters.ListAsync(TenantId.Local, null, new Paging(), Token)).Items.Single().Error, StringComparison.Ordinal);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_lease_is_renewed_while_the_handler_runs_and_a_lost_one_cancels_it(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        var inbox = new Inbox();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, clock, TestTopic.External(
            async (message, cancellationToken) =>
            {
                await inbox.AddAsync(message, cancellationToken);
                await using CancellationTokenRegistration _ = cancellationToken.Register(cancelled.SetResult);
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
            new OutboxTopicOptions { LeaseTime = 60 * Second }));
        await test.StartWorkerAsync();
        await test.EnqueueAsync(1);
        await inbox.NextAsync();

        for (int third = 0; third < 9; third++)
        {
            long due = await test.ScalarAsync<long>("select due_at from outbox_message");
            await clock.TimersAsync(2, Token);
            clock.Advance(20 * Second);
            await TestOutbox.UntilAsync(async () => await test.ScalarAsync<long>("select due_at from outbox_message") == due + 20_000_000);
            Assert.Empty((await test.NewQueue("other").CycleAsync(new Settlement(), 10, Token)).Messages);
        }

        Assert.False(cancelled.Task.IsCompleted);
        await test.ExecuteAsync("update outbox_message set owner = 'other'");
        await clock.TimersAsync(2, Token);
        clock.Advance(20 * Second);
        await cancelled.Task.WaitAsync(Token);
        await test.ExecuteAsync("delete from outbox_message");
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_stop_waits_for_handlers_and_gives_back_what_has_not_begun(SqlDialect engine)
    {
        var inbox = new Inbox();
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External(
            async (message, cancellationToken) =>
            {
                await inbox.AddAsync(message, cancellationToken);
                await gate.Task.WaitAsync(cancellationToken);
            },
            TestTopic.Eager with { Parallelism = 2 }));
        await test.Database.WriteAsync(
            session => test.Outbox.EnqueueAsync(session, [.. Enumerable.Range(0, 10).Select(number => OutboxMessage.Of(TenantId.Local, "test", number))]), Token);
        OutboxWorker worker = await test.StartWorkerAsync();
        await inbox.NextAsync(2);
        await TestOutbox.UntilAsync(async () => await test.CountAsync("outbox_message", "owner is not null") == 3);

        Task stopping = worker.StopAsync(Token);
        await TestOutbox.UntilAsync(async () => await test.CountAsync("outbox_message", "owner is not null") == 2);
        Assert.Equal(8, await test.CountAsync("outbox_message", "owner is null and attempts = 0"));
        Assert.False(stopping.IsCompleted);
        gate.SetResult();
        await stopping;

        Assert.Equal(8, await test.CountAsync("outbox_message", "owner is null and attempts = 0"));
        Assert.Equal(8, await test.CountAsync("outbox_message"));
        Assert.True(inbox.IsEmpty);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task When_the_time_to_stop_is_over_messages_are_left_to_others_at_once(SqlDialect engine)
    {
        var inbox = new Inbox();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External(async (message, cancellationToken) =>
        {
            await inbox.AddAsync(message, cancellationToken);
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }));
        OutboxWorker worker = await test.StartWorkerAsync();
        await test.EnqueueAsync(1);
        await inbox.NextAsync();

        await worker.StopAsync(new CancellationToken(canceled: true));

        Assert.Equal(1, await test.CountAsync("outbox_message", "owner is null and attempts = 0"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_database_that_is_away_is_logged_once_and_the_worker_goes_on(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        var inbox = new Inbox();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, clock, TestTopic.External(inbox.AddAsync));
        await test.EnqueueAsync(1);
        var away = new FailingDatabase(test.Database) { FailingWrites = 3 };
        await test.StartWorkerAsync(away);

        for (int failure = 0; failure < 3; failure++)
        {
            await clock.TimersAsync(2, Token);
            clock.Advance(Second);
        }

        await inbox.NextAsync();
        Assert.Single(test.Log.Entries, entry => entry.Message.Contains("cannot use the database", StringComparison.Ordinal));
        Assert.Single(test.Log.Entries, entry => entry.Message.Contains("goes on after 3 failures", StringComparison.Ordinal));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_fails_at_the_commit_fails_the_message_it_belongs_to(SqlDialect engine)
    {
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.Transactional(
            (message, session) => session.ExecuteAsync("insert into child (id, parent) values (@id, @parent)", new { id = message.Read<int>(), parent = message.Read<int>() == 3 ? 9 : 1 }),
            TestTopic.Eager with { MaxAttempts = 2 }));
        await test.ExecuteAsync(
            """
            create table parent (id bigint primary key);
            create table child (id bigint primary key, parent bigint not null references parent (id) deferrable initially deferred);
            insert into parent (id) values (1)
            """);
        await test.Database.WriteAsync(
            session => test.Outbox.EnqueueAsync(session, [.. Enumerable.Range(1, 5).Select(number => OutboxMessage.Of(TenantId.Local, "test", number))]), Token);
        await test.StartWorkerAsync();
        await TestOutbox.UntilAsync(async () => await test.CountAsync("outbox_message") == 0);

        Assert.Equal([1, 2, 4, 5], await test.Database.ReadAsync(session => session.QueryAsync<int>("select id from child order by id"), Token));
        Assert.Equal(1, await test.CountAsync("outbox_dead"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_happens_is_counted(SqlDialect engine)
    {
        var inbox = new Inbox();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External(
            async (message, cancellationToken) =>
            {
                await inbox.AddAsync(message, cancellationToken);
                if (message.Read<string>() == "bad")
                    throw new InvalidOperationException("never");
            },
            TestTopic.Eager with { MaxAttempts = 3 }));
        using var meters = new MeterReading(test.Test.Meters);
        await test.EnqueueAsync("bad");
        await test.EnqueueAsync("good");
        await test.Depths.CountAsync(Token);
        Assert.Equal([("test", 2L)], test.Depths.Depth().Select(depth => ((string)depth.Tags[0].Value!, depth.Value)));
        OutboxWorker worker = await test.StartWorkerAsync();
        await inbox.NextAsync(4);
        await TestOutbox.UntilAsync(async () => await test.CountAsync("outbox_message") == 0);
        await worker.StopAsync(Token);

        Assert.Equal(1, meters.Sum("perto.outbox.processed"));
        Assert.Equal(3, meters.Sum("perto.outbox.failed"));
        Assert.Equal(2, meters.Sum("perto.outbox.retries"));
        Assert.Equal(1, meters.Sum("perto.outbox.dead"));
        await test.Depths.CountAsync(Token);
        Assert.Equal(0, test.Depths.Depth().Single().Value);
    }

    [Fact]
    public async Task A_listener_that_loses_its_connection_listens_again_and_misses_nothing()
    {
        var inbox = new Inbox();
        await using TestOutbox test = await TestOutbox.OpenAsync(SqlDialect.Postgres, TestTopic.External(inbox.AddAsync));
        await test.StartWorkerAsync();
        Outbox elsewhere = test.NewOutbox(test.NewSignal());

        for (int round = 0; round < 3; round++)
        {
            int listener = await ListenerAsync(test);
            await test.Database.WriteAsync(session => elsewhere.EnqueueAsync(session, OutboxMessage.Of(TenantId.Local, "test", "told")), Token);
            Assert.Equal("told", (await inbox.NextAsync()).Read<string>());

            await test.ScalarAsync<bool>($"select pg_terminate_backend({listener})");
            await test.Database.WriteAsync(session => elsewhere.EnqueueAsync(session, OutboxMessage.Of(TenantId.Local, "test", "missed")), Token);
            Assert.Equal("missed", (await inbox.NextAsync()).Read<string>());
            await TestOutbox.UntilAsync(async () => await ListenerAsync(test) != listener);
        }
        Assert.Contains(test.Log.Entries, entry => entry.Message.StartsWith("The connection that listens", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Transactions_of_one_key_get_their_places_in_the_order_of_their_commits()
    {
        await using TestOutbox test = await TestOutbox.OpenAsync(SqlDialect.Postgres, TestTopic.External((_, _) => Task.CompletedTask));
        var enqueued = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        Task first = test.Database.WriteAsync(
            async session =>
            {
                await test.Outbox.EnqueueAsync(session, OutboxMessage.Of(TenantId.Local, "test", 1) with { Key = "a" });
                enqueued.TrySetResult();
                await gate.Task;
            },
            Token);
        await enqueued.Task;
        await test.EnqueueAsync(3, "b");
        Task second = test.EnqueueAsync(2, "a");
        await TestOutbox.UntilAsync(async () => await test.ScalarAsync<long>("select count(*) from pg_locks where locktype = 'advisory' and not granted") == 1);
        Assert.Equal("3", (await test.NewQueue("w").CycleAsync(new Settlement(), 10, Token)).Messages.Single().Payload);
        gate.SetResult();
        await Task.WhenAll(first, second);

        Assert.Equal("1", (await test.NewQueue("w").CycleAsync(new Settlement(), 10, Token)).Messages.Single().Payload);
    }

    private static async Task<int> ListenerAsync(TestOutbox test)
    {
        int listener = 0;
        await TestOutbox.UntilAsync(async () =>
            (listener = await test.ScalarAsync<int>(
                $"select pid from pg_stat_activity where datname = current_database() and application_name = 'perto outbox' and query = 'listen {PostgresOutboxSignal.Channel}' and state = 'idle'")) != 0);
        return listener;
    }

    private sealed record Effect
    {
        public required string Name { get; init; }

        public required int Place { get; init; }

        public required int Number { get; init; }
    }
}
