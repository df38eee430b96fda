using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Perto.Platform.Tests;

/// <summary>What both engines promise.</summary>
public sealed class DatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_write_is_seen_by_the_reads_that_follow(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);

        await test.Database.WriteAsync(session => session.ExecuteAsync("insert into item (id, amount) values ('a', 3)"), Token);

        Assert.Equal(3, await AmountAsync(test.Database, "a"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_failing_work_keeps_nothing_and_gives_its_own_exception(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);

        var thrown = await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.WriteAsync<int>(
            async session =>
            {
                await session.ExecuteAsync("insert into item (id, amount) values ('a', 3)");
                throw new InvalidOperationException("half way");
            },
            Token));

        Assert.Equal("half way", thrown.Message);
        Assert.Null(await AmountAsync(test.Database, "a"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Works_that_fail_take_none_of_their_neighbours_with_them(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);
        await test.Database.WriteAsync(session => session.ExecuteAsync("insert into item (id, amount) values ('taken', 0)"), Token);

        Task<int>[] works = [.. Enumerable.Range(0, 200).Select(i => test.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("insert into item (id, amount) values (@id, 1)", new { id = $"n{i}" });
                // Every third one breaks the primary key after it has written.
                return i % 3 == 0 ? await session.ExecuteAsync("insert into item (id, amount) values ('taken', 1)") : 1;
            },
            Token))];
        await Task.WhenAll(works.Select(work => work.ContinueWith(_ => { }, Token, TaskContinuationOptions.None, TaskScheduler.Default)));

        for (int i = 0; i < works.Length; i++)
        {
            Assert.True(i % 3 == 0 == works[i].IsFaulted, $"Work {i}: {works[i].Exception?.InnerException?.Message ?? "no failure"}");
            Assert.Equal(i % 3 == 0 ? null : 1, await AmountAsync(test.Database, $"n{i}"));
            if (works[i].Exception is { } failure)
                Assert.IsAssignableFrom<DbException>(failure.InnerException);
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Concurrent_read_modify_writes_lose_no_update(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);
        await test.Database.WriteAsync(session => session.ExecuteAsync("insert into item (id, amount) values ('sum', 0)"), Token);

        await Parallel.ForEachAsync(Enumerable.Range(0, 100), new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (_, token) =>
            await test.Database.WriteAsync(
                async session =>
                {
                    long amount = await session.ScalarAsync<long>("select amount from item where id = 'sum'");
                    return await session.ExecuteAsync("update item set amount = @next where id = 'sum'", new { next = amount + 1 });
                },
                token));

        Assert.Equal(100, await AmountAsync(test.Database, "sum"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_read_sees_one_state_however_long_it_takes(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);
        await test.Database.WriteAsync(session => session.ExecuteAsync("insert into item (id, amount) values ('a', 1)"), Token);

        (long before, long after) = await test.Database.ReadAsync(
            async session =>
            {
                long first = await session.ScalarAsync<long>("select amount from item where id = 'a'");
                await test.Database.WriteAsync(write => write.ExecuteAsync("update item set amount = 2 where id = 'a'"), Token);
                return (first, await session.ScalarAsync<long>("select amount from item where id = 'a'"));
            },
            Token);

        Assert.Equal((1, 1), (before, after));
        Assert.Equal(2, await AmountAsync(test.Database, "a"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_read_cannot_write(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);

        await Assert.ThrowsAnyAsync<DbException>(() => test.Database.ReadAsync(session => session.ExecuteAsync("insert into item (id, amount) values ('a', 1)"), Token));

        Assert.Null(await AmountAsync(test.Database, "a"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Both_engines_understand_the_common_words(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);
        await test.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync(SchemaText(engine));
                return await session.ExecuteAsync(
                    """
                    insert into thing (tenant, id, is_live, share, bytes, created_at) values (@tenant, @id, @isLive, @share, @bytes, @createdAt)
                    """,
                    new { tenant = new TenantId("t-1"), id = "B", isLive = true, share = 0.5, bytes = new byte[] { 0, 255 }, createdAt = 17L });
            },
            Token);

        Thing upserted = (await test.Database.WriteAsync(
            session => session.FirstOrDefaultAsync<Thing>(
                """
                insert into thing (tenant, id, is_live, share, bytes, created_at) values (@tenant, 'B', true, 0.25, null, 18)
                on conflict (tenant, id) do update set share = excluded.share where thing.is_live = true
                returning *
                """,
                new { tenant = new TenantId("t-1") }),
            Token))!;
        Assert.Equal(new TenantId("t-1"), upserted.Tenant);
        Assert.True(upserted.IsLive);
        Assert.Equal(0.25, upserted.Share);
        Assert.Equal([0, 255], upserted.Bytes!);
        Assert.Equal(17, upserted.CreatedAt);
        Assert.Null(upserted.Note);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_list_is_matched_whatever_collection_it_is_in(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);
        await test.Database.WriteAsync(session => session.BulkInsertAsync("item", ["id", "amount"], [1, 2, 3], i => [$"i{i}", (long)i]), Token);

        Task<IReadOnlyList<string>> IdsAsync(string where, object args) =>
            test.Database.ReadAsync(session => session.QueryAsync<string>($"select id from item where {where} order by id", args), Token);

        Assert.Equal(["i1", "i3"], await IdsAsync("id in @list", new { list = new[] { "i1", "i3", "i9" } }));
        Assert.Equal(["i2"], await IdsAsync("amount IN @Amounts and id not in @ids", new { Amounts = new List<long> { 1, 2 }, ids = new HashSet<string> { "i1" } }));
        Assert.Equal(["i2", "i3"], await IdsAsync("amount in @list", new { list = Enumerable.Range(2, 5).Select(i => (long)i) }));
        Assert.Empty(await IdsAsync("id in @list", new { list = Array.Empty<string>() }));
        Assert.Equal(3, (await IdsAsync("id not in @list and amount > @least", new { list = Array.Empty<string>(), least = 0 })).Count);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_list_of_thousands_is_matched_as_one_of_three(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);
        string[] odd = ["plain", "quote'\"", "back\\slash", "line\nend", "ção", "🎬", "", "null", "7"];
        await test.Database.WriteAsync(session => session.BulkInsertAsync("item", ["id", "amount"], odd, id => [id, (long)id.Length]), Token);
        string[] many = [.. Enumerable.Range(0, 3_000).Select(i => $"absent {i}")];
        long[] numbers = [.. Enumerable.Range(100, 3_000).Select(i => (long)i)];

        Task<IReadOnlyList<string>> IdsAsync(string where, object args) =>
            test.Database.ReadAsync(session => session.QueryAsync<string>($"select id from item where {where} order by id", args), Token);

        Assert.Equal(odd.Order(StringComparer.Ordinal), (await IdsAsync("id in @list", new { list = many.Concat(odd) })).Order(StringComparer.Ordinal));
        Assert.Equal(odd.Length, (await IdsAsync("id not in @list and id not in @list", new { list = many })).Count);
        object both = new { numbers = numbers.Append(1), list = many.Append("7").Append("🎬") };
        Assert.Equal(["7"], await IdsAsync("amount in @numbers and id in @list", both));
        Assert.Empty(await IdsAsync("id in @list", new { list = many.Append("plain\n") }));
    }

    [Fact]
    public async Task A_text_with_a_zero_is_not_found_for_its_beginning()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        await test.Database.WriteAsync(session => session.BulkInsertAsync("item", ["id", "amount"], ["plain"], id => [id, 1L]), Token);
        string[] list = [.. Enumerable.Range(0, 100).Select(i => $"absent {i}"), "plain\0 and more"];

        Assert.Empty(await test.Database.ReadAsync(session => session.QueryAsync<string>("select id from item where id in @list", new { list }), Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_session_cannot_be_used_after_its_work(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);

        DatabaseSession kept = await test.Database.WriteAsync(Task.FromResult, Token);

        await Assert.ThrowsAsync<ObjectDisposedException>(() => kept.ExecuteAsync("delete from item"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_work_cancelled_between_its_statements_keeps_nothing(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);
        using var cancel = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => test.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("insert into item (id, amount) values ('a', 1)");
                await cancel.CancelAsync();
                return await session.ExecuteAsync("insert into item (id, amount) values ('b', 1)");
            },
            cancel.Token));

        Assert.Null(await AmountAsync(test.Database, "a"));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task The_engine_says_who_it_is(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);

        string description = await test.Database.DescribeAsync(Token);

        Assert.Matches(engine == SqlDialect.Sqlite ? @"^sqlite 3\.\d+\.\d+ \((system|bundled) library\)$" : @"^postgres \d+", description);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite, 0), InlineData(SqlDialect.Sqlite, 1), InlineData(SqlDialect.Sqlite, 2_345)]
    [InlineData(SqlDialect.Postgres, 0), InlineData(SqlDialect.Postgres, 1), InlineData(SqlDialect.Postgres, 23_456)]
    public async Task A_bulk_insert_writes_every_row_once(SqlDialect engine, int count)
    {
        await using TestDatabase test = await OpenAsync(engine);
        int[] rows = [.. Enumerable.Range(0, count)];

        int affected = await test.Database.WriteAsync(
            session => session.BulkInsertAsync("item", ["id", "amount", "note"], rows, i => [$"i{i}", (long)i, i % 2 == 0 ? null : "odd"]), Token);

        IReadOnlyList<Item> stored = await test.Database.ReadAsync(session => session.QueryAsync<Item>("select * from item order by amount"), Token);
        Assert.Equal(count, affected);
        Assert.Equal(rows.Select(i => new Item { Id = $"i{i}", Amount = i, Note = i % 2 == 0 ? null : "odd" }), stored);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_bulk_insert_can_update_what_is_there(SqlDialect engine)
    {
        await using TestDatabase test = await OpenAsync(engine);
        await test.Database.WriteAsync(session => session.BulkInsertAsync("item", ["id", "amount"], [1, 2], i => [$"i{i}", 0L]), Token);

        await test.Database.WriteAsync(
            session => session.BulkInsertAsync(
                "item", ["id", "amount"], [2, 3], i => [$"i{i}", 5L], "on conflict (id) do update set amount = item.amount + excluded.amount + 1"),
            Token);

        IReadOnlyList<Item> stored = await test.Database.ReadAsync(session => session.QueryAsync<Item>("select * from item order by id"), Token);
        Assert.Equal([0L, 6L, 5L], stored.Select(item => item.Amount));
    }

    [Fact]
    public async Task A_bulk_insert_refuses_names_that_are_none_and_rows_of_another_width()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);

        await Assert.ThrowsAsync<ArgumentException>(() => test.Database.WriteAsync(
            session => session.BulkInsertAsync("item; drop table item", ["id"], [1], i => [i]), Token));
        var width = await Assert.ThrowsAsync<ArgumentException>(() => test.Database.WriteAsync(
            session => session.BulkInsertAsync("item", ["id", "amount"], [1, 2], i => i == 1 ? ["a", 1L] : ["b"]), Token));

        Assert.Contains("Row 1 has 1 values for 2 columns", width.Message, StringComparison.Ordinal);
        Assert.Null(await AmountAsync(test.Database, "a"));
    }

    [Fact]
    public async Task A_bulk_insert_says_which_rule_of_the_table_a_row_breaks_and_keeps_none()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);

        SqliteException twice = await Assert.ThrowsAsync<SqliteException>(() => test.Database.WriteAsync(
            session => session.BulkInsertAsync("item", ["id", "amount"], [1, 2, 1], i => [$"i{i}", 0L]), Token));
        ArgumentException kind = await Assert.ThrowsAsync<ArgumentException>(() => test.Database.WriteAsync(
            session => session.BulkInsertAsync("item", ["id", "amount"], [1], i => [$"i{i}", new Uri("http://x")]), Token));

        Assert.Contains("UNIQUE constraint failed: item.id", twice.Message, StringComparison.Ordinal);
        Assert.Contains("Uri cannot be inserted", kind.Message, StringComparison.Ordinal);
        Assert.Null(await AmountAsync(test.Database, "i1"));
    }

    private static async Task<TestDatabase> OpenAsync(SqlDialect engine)
    {
        TestDatabase test = await TestDatabase.OpenAsync(engine);
        await test.Database.WriteAsync(session => session.ExecuteAsync("create table item (id text primary key, amount bigint not null, note text)"), Token);
        return test;
    }

    private static Task<long?> AmountAsync(IDatabase database, string id) =>
        database.ReadAsync(session => session.FirstOrDefaultAsync<long?>("select amount from item where id = @id", new { id }), Token);

    private static string SchemaText(SqlDialect engine)
    {
        string bytes = engine == SqlDialect.Sqlite ? "blob" : "bytea";
        return $"""
            create table thing (
                tenant text not null, id text not null, is_live boolean not null, share double precision not null,
                bytes {bytes}, created_at bigint not null, note text, primary key (tenant, id))
            """;
    }

    private sealed record Item
    {
        public string Id { get; init; } = "";
        public long Amount { get; init; }
        public string? Note { get; init; }
    }

    private sealed record Thing
    {
        public TenantId Tenant { get; init; }
        public string Id { get; init; } = "";
        public bool IsLive { get; init; }
        public double Share { get; init; }
        public byte[]? Bytes { get; init; }
        public long CreatedAt { get; init; }
        public string? Note { get; init; }
    }
}
