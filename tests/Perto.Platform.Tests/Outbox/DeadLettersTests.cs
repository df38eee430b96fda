using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>What becomes of messages that are given up.</summary>
public sealed class DeadLettersTests
{
    private static readonly TenantId Other = new("other");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_message_that_cannot_succeed_is_given_up_at_once_and_can_be_looked_at(SqlDialect engine)
    {
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External((message, _) => throw new PermanentFailureException($"no such card {message.Read<Order>().Card}")));
        OutboxReceipt receipt = await test.EnqueueAsync(OutboxMessage.Of(TenantId.Local, "test", new Order("4111-1111")) with { Key = "ada", DedupeId = "d1" });
        await DieAsync(test, 1);

        DeadLetter listed = (await test.Letters.ListAsync(TenantId.Local, "test", new Paging(), Token)).Items.Single();
        Assert.Equal((receipt.Id, "test", "ada", "d1", 1), (listed.Id, listed.Topic, listed.Key, listed.DedupeId, listed.Attempts));
        Assert.Equal("PermanentFailureException: no such card ***", listed.Error);
        Assert.Null(listed.Payload);
        Assert.True(listed.DiedAt >= listed.EnqueuedAt);
        Assert.Equal("""{"card":"4111-1111"}""", (await test.Letters.FindAsync(TenantId.Local, receipt.Id, Token)).Payload!.Value.GetRawText());
        Assert.Empty((await test.Letters.ListAsync(TenantId.Local, "another", new Paging(), Token)).Items);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_replayed_message_keeps_its_id_and_gets_all_its_tries_again(SqlDialect engine)
    {
        var inbox = new Inbox();
        bool isMended = false;
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External(
            async (message, cancellationToken) =>
            {
                if (!Volatile.Read(ref isMended))
                    throw new InvalidOperationException("down");
                await inbox.AddAsync(message, cancellationToken);
            },
            TestTopic.Eager with { MaxAttempts = 2 }));
        OutboxMessage message = OutboxMessage.Of(TenantId.Local, "test", 1) with { DedupeId = "once" };
        OutboxReceipt receipt = await test.EnqueueAsync(message);
        await DieAsync(test, 1);
        Assert.False((await test.EnqueueAsync(message)).IsNew);

        Volatile.Write(ref isMended, true);
        await Assert.ThrowsAsync<NotFoundException>(() => test.Letters.ReplayAsync(Other, receipt.Id, Token));
        Assert.Equal(1, (await test.Letters.ReplayAsync(TenantId.Local, receipt.Id, Token)).Replayed);

        OutboxDelivery delivered = await inbox.NextAsync();
        Assert.Equal((receipt.Id, 1), (delivered.Id, delivered.Attempt));
        await Assert.ThrowsAsync<NotFoundException>(() => test.Letters.ReplayAsync(TenantId.Local, receipt.Id, Token));
        Assert.Equal(0, await test.CountAsync("outbox_dead"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task All_of_a_topic_are_replayed_in_the_order_in_which_they_were_enqueued(SqlDialect engine)
    {
        const int Messages = 1_050;
        var inbox = new Inbox();
        bool isMended = false;
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External(async (message, cancellationToken) =>
        {
            if (!Volatile.Read(ref isMended))
                throw new PermanentFailureException("down");
            await inbox.AddAsync(message, cancellationToken);
        }));
        await test.Database.WriteAsync(
            session => test.Outbox.EnqueueAsync(
                session, [.. Enumerable.Range(0, Messages).Select(number => OutboxMessage.Of(TenantId.Local, "test", number) with { Key = $"k{number % 50}" })]),
            Token);
        await test.EnqueueAsync(OutboxMessage.Of(Other, "test", -1));
        await DieAsync(test, Messages + 1);

        Volatile.Write(ref isMended, true);
        Assert.Equal(0, (await test.Letters.ReplayTopicAsync(TenantId.Local, "another", Token)).Replayed);
        Assert.Equal(Messages, (await test.Letters.ReplayTopicAsync(TenantId.Local, "test", Token)).Replayed);

        IReadOnlyList<OutboxDelivery> delivered = await inbox.NextAsync(Messages);
        foreach (var key in delivered.GroupBy(message => message.Key))
            Assert.Equal(key.Select(message => message.Read<int>()).Order(), key.Select(message => message.Read<int>()));
        Assert.Equal(1, await test.CountAsync("outbox_dead", "tenant = 'other'"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Pages_follow_each_other_and_another_tenants_letters_are_not_there(SqlDialect engine)
    {
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, TestTopic.External((_, _) => throw new PermanentFailureException("no")));
        for (int i = 0; i < 5; i++)
            await test.EnqueueAsync(i);
        OutboxReceipt others = await test.EnqueueAsync(OutboxMessage.Of(Other, "test", "theirs"));
        await DieAsync(test, 6);

        var ids = new List<string>();
        string? cursor = null;
        do
        {
            Page<DeadLetter> page = await test.Letters.ListAsync(TenantId.Local, null, new Paging(2, cursor), Token);
            ids.AddRange(page.Items.Select(letter => letter.Id));
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(5, ids.Count);
        Assert.Equal(ids.Order(StringComparer.Ordinal), ids);
        await Assert.ThrowsAsync<NotFoundException>(() => test.Letters.FindAsync(TenantId.Local, others.Id, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => test.Letters.DiscardAsync(TenantId.Local, others.Id, Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_discarded_message_is_gone_and_its_dedupe_id_goes_in_time(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, clock, TestTopic.External((_, _) => throw new PermanentFailureException("no")));
        OutboxMessage message = OutboxMessage.Of(TenantId.Local, "test", 1) with { DedupeId = "once" };
        OutboxReceipt receipt = await test.EnqueueAsync(message);
        await DieAsync(test, 1);

        await test.Letters.DiscardAsync(TenantId.Local, receipt.Id, Token);

        await Assert.ThrowsAsync<NotFoundException>(() => test.Letters.DiscardAsync(TenantId.Local, receipt.Id, Token));
        Assert.False((await test.EnqueueAsync(message)).IsNew);
        clock.Advance(test.Settings.DedupeTime);
        Assert.True((await test.EnqueueAsync(message)).IsNew);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task The_state_of_a_topic_says_where_its_messages_are(SqlDialect engine)
    {
        var clock = new ManualTimeProvider();
        await using TestOutbox test = await TestOutbox.OpenAsync(engine, clock, TestTopic.External((_, _) => Task.CompletedTask));
        await test.EnqueueAsync("leased", "a");
        await test.EnqueueAsync("waiting", "a");
        await test.EnqueueAsync("delayed", delay: TimeSpan.FromHours(1));
        clock.Advance(TimeSpan.FromSeconds(30));
        await test.NewQueue("w").CycleAsync(new Settlement(), 10, Token);
        await test.EnqueueAsync("ready");
        await test.EnqueueAsync(OutboxMessage.Of(Other, "test", "theirs"));
        await test.ExecuteAsync(
            "insert into outbox_dead (tenant, id, topic, payload, enqueued_at, attempts, error, died_at) values ('local', 'x', 'gone', '1', 0, 1, 'e', 0)");

        IReadOnlyList<OutboxTopicStatus> topics = await test.Status.ReadAsync(TenantId.Local, Token);

        Assert.Equal(["gone", "test"], topics.Select(topic => topic.Topic));
        OutboxTopicStatus state = topics[1];
        Assert.Equal((4, 1, 1, 1, 1, 0), (state.Depth, state.Ready, state.Leased, state.Delayed, state.Waiting, state.Dead));
        Assert.Equal((30.0, 1, 100_000), (state.OldestSeconds, state.Attempts, state.QueueLimit));
        Assert.Equal((0L, 1L, (int?)null), (topics[0].Depth, topics[0].Dead, topics[0].QueueLimit));
    }

    private static async Task DieAsync(TestOutbox test, int count)
    {
        await test.StartWorkerAsync();
        await TestOutbox.UntilAsync(async () => await test.CountAsync("outbox_dead") == count);
    }

    private sealed record Order(string Card);
}
