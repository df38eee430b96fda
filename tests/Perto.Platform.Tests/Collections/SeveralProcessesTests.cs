using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

/// <summary>Several processes over one database: each with a store of its own, or all with one.</summary>
public sealed class SeveralProcessesTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Servers_that_start_at_once_on_an_empty_shared_store_fill_it_once(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        await using (var before = new RebuildServer(test.Database, new EmbeddedVectorStore(), TimeProvider.System))
            await before.PublishAsync(1_000);
        var store = new WatchedStore(new SharedStore(new EmbeddedVectorStore()));
        RebuildServer[] servers = [.. Enumerable.Range(0, 3).Select(_ => new RebuildServer(test.Database, store, TimeProvider.System))];

        await Task.WhenAll(servers.Select(server => Task.Run(() => server.Collections.RebuildAsync(cancellationToken: Token))));

        foreach (RebuildServer server in servers)
            Assert.Equal(1_000, (await Plot.AllAsync(await server.LiveAsync())).Length);
        Assert.Equal(1_000, store.Written.Count);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite, true), InlineData(SqlDialect.Sqlite, false)]
    [InlineData(SqlDialect.Postgres, true), InlineData(SqlDialect.Postgres, false)]
    public async Task A_switch_in_one_process_is_seen_by_the_other(SqlDialect engine, bool shared)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        (IVectorStore first, IVectorStore second) = Stores(shared);
        await using var publisher = new RebuildServer(test.Database, first, clock);
        await using var follower = new RebuildServer(test.Database, second, clock);
        await publisher.PublishAsync(3, "plot@1");
        await follower.Collections.RebuildAsync(cancellationToken: Token);
        Assert.Equal("titles@plot@1:2", (await follower.LiveAsync()).Name);

        await publisher.PublishAsync(4, "plot@2");
        clock.Advance(Second);
        if (!shared)
        {
            // Until it is filled here, what was live before answers.
            Assert.Equal(3, (await Plot.AllAsync(await follower.LiveAsync())).Length);
            await follower.Collections.FollowAsync(Token);
        }

        Assert.Equal("titles@plot@2:2", (await follower.LiveAsync()).Name);
        Assert.Equal(4, (await Plot.AllAsync(await follower.LiveAsync())).Length);
    }

    [Theory]
    [InlineData(SqlDialect.Sqlite, true), InlineData(SqlDialect.Sqlite, false)]
    [InlineData(SqlDialect.Postgres, true), InlineData(SqlDialect.Postgres, false)]
    public async Task A_model_that_another_process_publishes_once_more_after_it_was_replaced_is_seen_as_it_is_now(SqlDialect engine, bool shared)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        (IVectorStore first, IVectorStore second) = Stores(shared);
        await using var publisher = new RebuildServer(test.Database, first, clock);
        await using var follower = new RebuildServer(test.Database, second, clock);
        await follower.PublishAsync(3, "plot@1");
        await follower.Collections.RebuildAsync(cancellationToken: Token);

        foreach ((int records, string model) in ((int, string)[])[(4, "plot@2"), (5, "plot@1")])
        {
            clock.Advance(Second);
            await publisher.PublishAsync(records, model);
        }

        await follower.LiveAsync();
        await follower.Collections.FollowAsync(Token);
        (IVectorCollection opened, _) = (await follower.Collections.OpenLiveAsync(Plot.Tenant, Plot.Alias, Token))!.Value;
        Assert.Equal(5, (await Plot.AllAsync(opened)).Length);
        Assert.Equal(5, (await Plot.AllAsync(await follower.LiveAsync())).Length);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_one_process_is_just_building_is_not_deleted_by_another_that_clears_up(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var inner = new EmbeddedVectorStore();
        var store = new SharedStore(inner);
        await using var publisher = new RebuildServer(test.Database, store, TimeProvider.System);
        await publisher.PublishAsync(3, "plot@1");
        // A leftover of a process that died between the database and the store.
        await inner.CollectionAsync(Plot.Tenant, "titles@plot@0:2", schema => { Plot.Schema(schema); schema.Integer("_stamp"); }, Token);
        await using var starting = new RebuildServer(test.Database, store, TimeProvider.System);
        int started = 0;

        async IAsyncEnumerable<VectorRecord> RecordsAsync()
        {
            for (int number = 0; number < 2_500; number++)
            {
                yield return Plot.Record(number);
                if (number % 1_000 == 999)
                {
                    await new DerivedCollections(test.Database, store, TimeProvider.System).RebuildAsync(cancellationToken: Token);
                    started++;
                }
            }
        }

        await publisher.Collections.PublishAsync(Plot.Tenant, Plot.Alias, "plot@2", Plot.Schema, RecordsAsync(), Token);

        Assert.Equal(2, started);
        Assert.Equal(2_500, await (await publisher.LiveAsync()).CountAsync(cancellationToken: Token));
        await starting.Collections.RebuildAsync(cancellationToken: Token);
        Assert.Equal(2_500, await (await starting.LiveAsync()).CountAsync(cancellationToken: Token));
        Assert.Equal(["titles@plot@1:2", "titles@plot@2:2"], await store.NamesAsync(Plot.Tenant, Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Records_that_are_written_while_another_process_publishes_come_to_what_it_publishes(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var store = new SharedStore(new EmbeddedVectorStore());
        await using var publisher = new RebuildServer(test.Database, store, TimeProvider.System);
        await using var writer = new RebuildServer(test.Database, store, TimeProvider.System);
        await publisher.PublishAsync(3, "plot@1");
        Task? writing = null;

        async IAsyncEnumerable<VectorRecord> RecordsAsync()
        {
            yield return Plot.Record(1);
            writing = Task.Run(() => writer.UpsertAsync(Plot.Record(9_000)));
            await Task.Yield();
            yield return Plot.Record(2);
        }

        await publisher.Collections.PublishAsync(Plot.Tenant, Plot.Alias, "plot@2", Plot.Schema, RecordsAsync(), Token);
        await writing!;

        Assert.Equal(["i0001", "i0002", "i9000"], (await Plot.AllAsync(await publisher.LiveAsync())).Select(record => record.Id));
        Assert.Equal(3, (await publisher.Rebuilds.ListAsync(Token))[0].Records);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Publications_of_two_processes_come_one_after_the_other_and_the_store_is_as_the_database(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var store = new SharedStore(new EmbeddedVectorStore());
        await using var first = new RebuildServer(test.Database, store, TimeProvider.System);
        await using var second = new RebuildServer(test.Database, store, TimeProvider.System);
        await first.PublishAsync(10, "plot@1");

        await Task.WhenAll(
            Task.Run(() => first.PublishAsync(100, "plot@2")),
            Task.Run(() => second.PublishAsync(200, "plot@2")),
            Task.Run(() => second.PublishAsync(300, "plot@3")));

        CollectionInfo live = (await first.Rebuilds.ListAsync(Token))[0];
        IVectorCollection collection = (await first.Collections.OpenLiveAsync(Plot.Tenant, Plot.Alias, Token))!.Value.Collection;
        Assert.Equal(live.Name, collection.Name);
        Assert.Equal(live.Records, await collection.CountAsync(cancellationToken: Token));
        Assert.Contains(live.Records, (long[])[100, 200, 300]);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Of_writes_of_one_record_by_two_processes_the_store_has_the_one_that_the_database_has(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var store = new SharedStore(new EmbeddedVectorStore());
        await using var first = new RebuildServer(test.Database, store, TimeProvider.System);
        await using var second = new RebuildServer(test.Database, store, TimeProvider.System);
        await first.PublishAsync(5);

        await Task.WhenAll(Task.Run(() => WriteAsync(first, 1_000)), Task.Run(() => WriteAsync(second, 2_000)));

        await using var fresh = new RebuildServer(test.Database, new EmbeddedVectorStore(), TimeProvider.System);
        await fresh.Collections.RebuildAsync(cancellationToken: Token);
        VectorRecord[] expected = await Plot.AllAsync(await fresh.LiveAsync());
        VectorRecord[] found = await Plot.AllAsync(await first.LiveAsync());
        Assert.Equal(
            expected.Select(record => (record.Id, record.Payload["year"].Integer)), found.Select(record => (record.Id, record.Payload["year"].Integer)));

        static async Task WriteAsync(RebuildServer server, int from)
        {
            for (int year = from; year < from + 20; year++)
            {
                await server.UpsertAsync(Plot.Record(1, year), Plot.Record(2, year));
                if (year % 5 == 0)
                    await server.Collections.DeleteAsync(Plot.Tenant, Plot.Alias, ["i0002"], Token);
            }
        }
    }

    [Fact]
    public async Task A_record_that_comes_first_to_a_store_that_is_not_filled_fills_it()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using var first = new RebuildServer(test.Database, new EmbeddedVectorStore(), new ManualTimeProvider());
        await first.PublishAsync(50);
        await using var second = new RebuildServer(test.Database, new EmbeddedVectorStore(), new ManualTimeProvider());

        await second.UpsertAsync(Plot.Record(9_000));

        Assert.Equal(51, (await Plot.AllAsync(await second.LiveAsync())).Length);
    }

    private static (IVectorStore First, IVectorStore Second) Stores(bool shared)
    {
        var store = new EmbeddedVectorStore();
        return shared ? (new SharedStore(store), new SharedStore(store)) : (store, new EmbeddedVectorStore());
    }
}
