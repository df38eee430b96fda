using System.Diagnostics;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>What an enqueue promises.</summary>
public sealed class OutboxTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_message_is_kept_with_the_change_and_undone_with_it(SqlDialect engine)
    {
        var inbox = new Inbox();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External(inbox.AddAsync));
        await test.ExecuteAsync("create table change (id text primary key)");
        await test.StartWorkerAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.WriteAsync<int>(
            async session =>
            {
                await session.ExecuteAsync("insert into change (id) values ('undone')");
                await test.Outbox.EnqueueAsync(session, OutboxMessage.Of(TenantId.Local, "test", "undone"));
                throw new InvalidOperationException("half way");
            },
            Token));
        Assert.Equal(0, await test.CountAsync("outbox_message"));
        await test.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("insert into change (id) values ('kept')");
                await test.Outbox.EnqueueAsync(session, OutboxMessage.Of(TenantId.Local, "test", "kept"));
            },
            Token);

        Assert.Equal("kept", (await inbox.NextAsync()).Read<string>());
        Assert.Equal("kept", await test.ScalarAsync<string>("select id from change"));
        Assert.True(inbox.IsEmpty);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_waits_for_a_commit_runs_after_it_and_not_after_a_rollback(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        int ran = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.WriteAsync<int>(
            session =>
            {
                session.AfterCommit(() => ran += 10);
                throw new InvalidOperationException("half way");
            },
            Token));
        await test.Database.WriteAsync(
            session =>
            {
                session.AfterCommit(() => ran++);
                return Task.FromResult(ran);
            },
            Token);

        Assert.Equal(1, ran);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_second_message_with_the_same_dedupe_id_is_the_first_one(SqlDialect engine)
    {
        var inbox = new Inbox();
        var clock = new ManualTimeProvider();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, clock, TestTopic.External(inbox.AddAsync));
        OutboxMessage message = OutboxMessage.Of(TenantId.Local, "test", 1) with { DedupeId = "once" };

        IReadOnlyList<OutboxReceipt> both = await test.Database.WriteAsync(session => test.Outbox.EnqueueAsync(session, [message, message]), Token);
        OutboxReceipt third = await test.EnqueueAsync(message);
        OutboxReceipt others = await test.EnqueueAsync(OutboxMessage.Of(new TenantId("other"), "test", 1) with { DedupeId = "once" });

        Assert.True(both[0].IsNew);
        Assert.Equal([both[0].Id, both[0].Id], [both[1].Id, third.Id]);
        Assert.False(both[1].IsNew || third.IsNew);
        Assert.True(others.IsNew);
        Assert.Equal(2, await test.CountAsync("outbox_message"));

        OutboxWorker worker = await test.StartWorkerAsync();
        await inbox.NextAsync(2);
        await worker.StopAsync(Token);
        Assert.Equal(0, await test.CountAsync("outbox_message"));
        Assert.False((await test.EnqueueAsync(message)).IsNew);

        clock.Advance(test.Settings.DedupeTime - TimeSpan.FromSeconds(1));
        Assert.False((await test.EnqueueAsync(message)).IsNew);
        clock.Advance(TimeSpan.FromSeconds(1));
        OutboxReceipt again = await test.EnqueueAsync(message);
        Assert.True(again.IsNew);
        Assert.NotEqual(both[0].Id, again.Id);
        Assert.False((await test.EnqueueAsync(message)).IsNew);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Expired_dedupe_ids_are_cleaned_and_those_in_use_are_not(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, clock, TestTopic.External((_, _) => Task.CompletedTask));
        await test.Database.WriteAsync(
            async session =>
            {
                for (int i = 0; i < 1_500; i++)
                    await session.ExecuteAsync($"insert into outbox_dedupe (tenant, topic, dedupe_id, message_id, expires_at) values ('local', 'test', 'old{i}', 'x', 5)");
                await test.Outbox.EnqueueAsync(session, OutboxMessage.Of(TenantId.Local, "test", 1) with { DedupeId = "used" });
            },
            Token);
        using var cleaner = new OutboxCleaner(test.Database, clock, test.Log.For<OutboxCleaner>());

        Assert.Equal(1_500, await cleaner.CleanAsync(Token));
        Assert.Equal("used", await test.ScalarAsync<string>("select dedupe_id from outbox_dedupe"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_full_topic_refuses_more_of_that_tenant_until_its_workers_have_caught_up(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        var inbox = new Inbox();
        await using TestOutbox test = await TestOutbox.OpenAsync(
            engine, clock, TestTopic.External(inbox.AddAsync, TestTopic.Eager with { QueueLimit = 3 }));
        for (int i = 0; i < 3; i++)
            await test.EnqueueAsync(i);

        OutboxFullException full = await Assert.ThrowsAsync<OutboxFullException>(() => test.EnqueueAsync(3));
        Assert.Equal(("test", 3, 503, "outbox_full"), (full.Topic, full.Limit, full.Status, full.Code));
        await test.EnqueueAsync(OutboxMessage.Of(new TenantId("other"), "test", 1));
        Assert.Equal(4, await test.CountAsync("outbox_message"));

        // Another process has finished one: that is seen when the count is made again.
        await test.ExecuteAsync("delete from outbox_message where seq = (select min(seq) from outbox_message)");
        await Assert.ThrowsAsync<OutboxFullException>(() => test.EnqueueAsync(3));
        clock.Advance(TimeSpan.FromMilliseconds(250));
        await test.EnqueueAsync(3);
        await Assert.ThrowsAsync<OutboxFullException>(() => test.EnqueueAsync(4));

        // This one's own worker makes room at once.
        OutboxWorker worker = await test.StartWorkerAsync();
        await inbox.NextAsync(4);
        await worker.StopAsync(Token);
        await test.EnqueueAsync(5);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_message_that_cannot_be_handled_is_refused(SqlDialect engine)
    {
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External((_, _) => Task.CompletedTask));

        Assert.Equal("topic", (await Assert.ThrowsAsync<InvalidValueException>(() => test.EnqueueAsync(1, topic: "tset"))).Field);
        Assert.Equal("key", (await Assert.ThrowsAsync<InvalidValueException>(() => test.EnqueueAsync(1, key: new string('k', 201)))).Field);
        Assert.Equal("delay", (await Assert.ThrowsAsync<InvalidValueException>(() => test.EnqueueAsync(1, delay: TimeSpan.FromTicks(-1)))).Field);
        Assert.Equal("payload", (await Assert.ThrowsAsync<InvalidValueException>(() => test.EnqueueAsync(new string('p', OutboxMessage.LargestPayload)))).Field);
        Assert.Equal("payload", Assert.Throws<InvalidValueException>(() => OutboxMessage.OfJson(TenantId.Local, "test", "{")).Field);
        Assert.Equal(0, await test.CountAsync("outbox_message"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_handler_goes_on_with_the_trace_of_the_enqueue(SqlDialect engine)
    {
        var trace = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is "Perto.Outbox" or "caller",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("caller");
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External((_, _) =>
        {
            trace.SetResult(Activity.Current?.TraceId.ToString());
            return Task.CompletedTask;
        }));
        await test.StartWorkerAsync();

        using (Activity caller = source.StartActivity("request")!)
        {
            await test.EnqueueAsync(1);
            Assert.Equal(caller.TraceId.ToString(), await trace.Task.WaitAsync(Token));
        }
    }

    [Fact]
    public void Two_handlers_of_one_topic_and_names_that_cannot_be_used_are_refused()
    {
        OutboxTopic topic = TestTopic.External((_, _) => Task.CompletedTask);
        Assert.Throws<ArgumentException>(() => new OutboxTopics([topic, topic]));
        Assert.Throws<ArgumentException>(() => TestTopic.External((_, _) => Task.CompletedTask, name: "Test"));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestTopic.External((_, _) => Task.CompletedTask, new OutboxTopicOptions { Parallelism = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => TestTopic.External((_, _) => Task.CompletedTask, new OutboxTopicOptions { LongestBackoff = TimeSpan.Zero }));
    }

    [Fact]
    public void Waits_double_up_to_the_longest_and_keep_at_least_a_half()
    {
        var options = new OutboxTopicOptions { FirstBackoff = TimeSpan.FromSeconds(1), LongestBackoff = TimeSpan.FromSeconds(5) };

        Assert.Equal([1, 2, 4, 5, 5], Enumerable.Range(1, 5).Select(attempt => OutboxBackoff.After(options, attempt, 1).TotalSeconds));
        Assert.Equal([0.5, 1, 2, 2.5, 2.5], Enumerable.Range(1, 5).Select(attempt => OutboxBackoff.After(options, attempt, 0).TotalSeconds));
        Assert.Equal(5, OutboxBackoff.After(options, 1_000, 1).TotalSeconds);
    }

    [Fact]
    public void An_error_is_kept_short_and_without_what_the_message_was_about()
    {
        const string Payload = """{"card": "4111 1111", "person": {"mail": "ada@example.org"}, "amounts": [12345, 7]}""";

        Assert.Equal(
            "InvalidOperationException: *** with *** paid *** in 7 parts ok",
            OutboxErrorText.Of(new InvalidOperationException("ada@example.org with 4111 1111 paid 12345 in 7 parts\nok"), Payload));
        Assert.Equal(500, OutboxErrorText.Of(new InvalidOperationException(new string('x', 5_000)), Payload).Length);
        Assert.Contains("NotSupportedException", OutboxErrorText.Of(new Mute(), Payload), StringComparison.Ordinal);
    }

    private sealed class Mute : Exception
    {
        public override string Message => throw new NotSupportedException();
    }
}
