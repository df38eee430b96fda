using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

public sealed class ReembeddingTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task All_records_come_under_the_new_model_and_the_alias_switches(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var embedder = new DoublingEmbedder();
        await using var server = new RebuildServer(test.Database, new EmbeddedVectorStore(), new ManualTimeProvider(), embedder);
        await server.PublishAsync(300);

        CollectionRebuild asked = await server.Rebuilds.ReembedAsync(Plot.Alias, "plot@2", Token);
        Assert.Equal((RebuildState.Waiting, 0, 300), (asked.State, asked.Done, asked.Total));
        Assert.Equal(asked.Id, (await server.Rebuilds.ListAsync(Token))[0].Rebuild!.Id);
        await server.RunAsync();

        CollectionRebuild done = await server.Rebuilds.FindAsync(asked.Id, Token);
        Assert.Equal((RebuildState.Done, 300, (string?)null), (done.State, done.Done, done.Failure));
        IVectorCollection live = await server.LiveAsync();
        Assert.Equal("titles@plot@2:2", live.Name);
        VectorRecord[] records = await Plot.AllAsync(live);
        Assert.Equal(300, records.Length);
        Assert.Equal([2f, 34f], records[17].Vectors["plot"].Dense.ToArray());
        Assert.Equal(3, embedder.Calls);
        Assert.Equal(
            [("plot@2", CollectionState.Live, 300L), ("plot@1", CollectionState.Retired, 300L)],
            (await server.Rebuilds.ListAsync(Token)).Select(each => (each.Model, each.State, each.Records)));

        // Changes of the new one go on as of any other, also in a process that starts later.
        await server.UpsertAsync(Plot.Record(17, year: 1999));
        await using var later = new RebuildServer(test.Database, new EmbeddedVectorStore(), new ManualTimeProvider());
        await later.Collections.RebuildAsync(cancellationToken: Token);
        Assert.Equal(1999, (await Plot.AllAsync(await later.LiveAsync()))[17].Payload["year"].Integer);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task What_changes_meanwhile_is_caught_up(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var embedder = new DoublingEmbedder();
        await using var server = new RebuildServer(test.Database, new EmbeddedVectorStore(), new ManualTimeProvider(), embedder);
        await server.PublishAsync(300);
        embedder.Before = async (call, _) =>
        {
            // The first batch is done with: one of its records changes, one goes, and a new one comes.
            if (call == 2)
            {
                await server.UpsertAsync(Plot.Record(3, year: 1995), Plot.Record(9_000));
                await server.Collections.DeleteAsync(Plot.Tenant, Plot.Alias, ["i0005", "i0299"], Token);
            }
        };

        CollectionRebuild asked = await server.Rebuilds.ReembedAsync(Plot.Alias, "plot@2", Token);
        await server.RunAsync();

        Assert.Equal(RebuildState.Done, (await server.Rebuilds.FindAsync(asked.Id, Token)).State);
        VectorRecord[] records = await Plot.AllAsync(await server.LiveAsync());
        Assert.Equal(299, records.Length);
        Assert.Equal(1995, records.Single(record => record.Id == "i0003").Payload["year"].Integer);
        Assert.DoesNotContain(records, record => record.Id is "i0005" or "i0299");
        Assert.Equal([2f, 18_000f], records.Single(record => record.Id == "i9000").Vectors["plot"].Dense.ToArray());
        Assert.Equal(299, (await server.Rebuilds.ListAsync(Token))[0].Records);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task One_that_was_stopped_goes_on_where_it_was_also_in_another_process(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var first = new DoublingEmbedder
        {
            Before = async (call, cancellationToken) =>
            {
                if (call < 3)
                    return;
                reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };
        await using var stopping = new RebuildServer(test.Database, new EmbeddedVectorStore(), clock, first);
        await stopping.PublishAsync(400);
        CollectionRebuild asked = await stopping.Rebuilds.ReembedAsync(Plot.Alias, "plot@2", Token);
        await stopping.Runner.TickAsync(Token);
        await reached.Task;
        Assert.Equal((RebuildState.Running, 256), ((await stopping.Rebuilds.FindAsync(asked.Id, Token)).State, (await stopping.Rebuilds.FindAsync(asked.Id, Token)).Done));
        await stopping.Runner.StopAsync();
        Assert.Equal(RebuildState.Waiting, (await stopping.Rebuilds.FindAsync(asked.Id, Token)).State);

        var second = new DoublingEmbedder();
        await using var other = new RebuildServer(test.Database, new EmbeddedVectorStore(), clock, second);
        await other.RunAsync();

        Assert.Equal((RebuildState.Done, 400), ((await other.Rebuilds.FindAsync(asked.Id, Token)).State, (await other.Rebuilds.FindAsync(asked.Id, Token)).Done));
        Assert.Equal(144, second.Embedded.Count);
        Assert.Equal(400, (await Plot.AllAsync(await other.LiveAsync())).Length);
        // The one that was stopped is led there as well.
        await stopping.Collections.OpenLiveAsync(Plot.Tenant, Plot.Alias, Token);
        Assert.Equal(400, (await Plot.AllAsync(await stopping.LiveAsync())).Length);
        Assert.Equal("titles@plot@2:2", (await stopping.LiveAsync()).Name);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task One_whose_process_died_is_taken_up_when_its_lease_ends(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var stopped = new ManualTimeProvider();
        var clock = new ManualTimeProvider();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var hanging = new DoublingEmbedder
        {
            Before = (call, _) =>
            {
                if (call < 2)
                    return Task.CompletedTask;
                reached.TrySetResult();
                return wake.Task;
            },
        };
        var store = new SharedStore(new EmbeddedVectorStore());
        await using var dead = new RebuildServer(test.Database, store, stopped, hanging);
        await dead.PublishAsync(300);
        CollectionRebuild asked = await dead.Rebuilds.ReembedAsync(Plot.Alias, "plot@2", Token);
        await dead.Runner.TickAsync(Token);
        await reached.Task;

        await using var other = new RebuildServer(test.Database, store, clock, new DoublingEmbedder());
        await other.RunAsync();
        Assert.Equal(RebuildState.Running, (await other.Rebuilds.FindAsync(asked.Id, Token)).State);
        clock.Advance(CollectionLocks.LeaseTime);
        await other.RunAsync();
        Assert.Equal(RebuildState.Done, (await other.Rebuilds.FindAsync(asked.Id, Token)).State);
        await other.UpsertAsync(Plot.Record(200, year: 2001), Plot.Record(9_000));

        // It wakes, and may not touch what is another's by now.
        wake.SetResult();
        await dead.Runner.IdleAsync();
        VectorRecord[] records = await Plot.AllAsync(await other.LiveAsync());
        Assert.Equal(301, records.Length);
        Assert.Equal(2001, records[200].Payload["year"].Integer);
        Assert.Equal(RebuildState.Done, (await other.Rebuilds.FindAsync(asked.Id, Token)).State);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_batch_that_fails_is_tried_again_and_then_ends_it_with_the_alias_where_it_was(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        bool fails = true;
        var embedder = new DoublingEmbedder { Before = (call, _) => call == 1 || (fails && call > 1) ? throw new InvalidOperationException("the model is away") : Task.CompletedTask };
        var store = new EmbeddedVectorStore();
        await using var server = new RebuildServer(test.Database, store, clock, embedder);
        await server.PublishAsync(10);

        CollectionRebuild asked = await server.Rebuilds.ReembedAsync(Plot.Alias, "plot@2", Token);
        Assert.Equal("rebuild_running", (await Assert.ThrowsAsync<ConflictException>(() => server.Rebuilds.RebuildAsync(Plot.Alias, Token))).Code);
        Task running = server.RunAsync();
        for (int attempt = 1; attempt < Rebuilding.Attempts; attempt++)
        {
            while (embedder.Calls < attempt)
                await Task.Yield();
            // The lease has two, the look for a cancellation one: the fourth is the wait before the next attempt.
            await clock.TimersAsync(4, Token);
            clock.Advance(TimeSpan.FromSeconds(attempt));
        }
        await running;

        CollectionRebuild failed = await server.Rebuilds.FindAsync(asked.Id, Token);
        Assert.Equal((RebuildState.Failed, "the model is away", Rebuilding.Attempts), (failed.State, failed.Failure, embedder.Calls));
        Assert.Equal("titles@plot@1:2", (await server.LiveAsync()).Name);
        Assert.Equal(["titles@plot@1:2"], await store.NamesAsync(Plot.Tenant, Token));
        Assert.Single(await server.Rebuilds.ListAsync(Token));

        fails = false;
        asked = await server.Rebuilds.ReembedAsync(Plot.Alias, "plot@2", Token);
        await server.RunAsync();
        Assert.Equal(RebuildState.Done, (await server.Rebuilds.FindAsync(asked.Id, Token)).State);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task One_that_is_cancelled_leaves_nothing_behind(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var clock = new ManualTimeProvider();
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var embedder = new DoublingEmbedder
        {
            Before = async (call, cancellationToken) =>
            {
                if (call < 2)
                    return;
                reached.TrySetResult();
                await Task.Delay(Timeout.Infinite, cancellationToken);
            },
        };
        var store = new EmbeddedVectorStore();
        await using var server = new RebuildServer(test.Database, store, clock, embedder);
        await server.PublishAsync(300);
        CollectionRebuild asked = await server.Rebuilds.ReembedAsync(Plot.Alias, "plot@2", Token);
        await server.Runner.TickAsync(Token);
        await reached.Task;

        await server.Rebuilds.CancelAsync(asked.Id, Token);
        clock.Advance(TimeSpan.FromSeconds(1));
        await server.Runner.IdleAsync();

        Assert.Equal(RebuildState.Cancelled, (await server.Rebuilds.FindAsync(asked.Id, Token)).State);
        Assert.Equal(["titles@plot@1:2"], await store.NamesAsync(Plot.Tenant, Token));
        Assert.Equal(300, await test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from embedding"), Token));

        CollectionRebuild waiting = await server.Rebuilds.RebuildAsync(Plot.Alias, Token);
        await server.Rebuilds.CancelAsync(waiting.Id, Token);
        await server.RunAsync();
        Assert.Equal(RebuildState.Cancelled, (await server.Rebuilds.FindAsync(waiting.Id, Token)).State);
        await Assert.ThrowsAsync<NotFoundException>(() => server.Rebuilds.CancelAsync("nothing", Token));
    }

    [Fact]
    public async Task A_publication_meanwhile_wins()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        var embedder = new DoublingEmbedder();
        var store = new EmbeddedVectorStore();
        await using var server = new RebuildServer(test.Database, store, new ManualTimeProvider(), embedder);
        await server.PublishAsync(300);
        embedder.Before = (call, _) => call == 2 ? server.PublishAsync(5, "plot@3") : Task.CompletedTask;

        CollectionRebuild asked = await server.Rebuilds.ReembedAsync(Plot.Alias, "plot@2", Token);
        await server.RunAsync();

        CollectionRebuild failed = await server.Rebuilds.FindAsync(asked.Id, Token);
        Assert.Equal(RebuildState.Failed, failed.State);
        Assert.Contains("published anew", failed.Failure, StringComparison.Ordinal);
        Assert.Equal("titles@plot@3:2", (await server.LiveAsync()).Name);
        Assert.Equal(5, (await Plot.AllAsync(await server.LiveAsync())).Length);
        Assert.DoesNotContain("titles@plot@2:2", await store.NamesAsync(Plot.Tenant, Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Searches_meanwhile_see_all_of_the_one_or_all_of_the_other(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        await using var server = new RebuildServer(test.Database, new EmbeddedVectorStore(), TimeProvider.System, new DoublingEmbedder());
        await server.PublishAsync(500);
        CollectionRebuild asked = await server.Rebuilds.ReembedAsync(Plot.Alias, "plot@2", Token);
        using var over = new CancellationTokenSource();
        Task<HashSet<(string, long, float)>>[] searching = [.. Enumerable.Range(0, 3).Select(_ => Task.Run(SearchAsync, Token))];

        await server.RunAsync();
        await over.CancelAsync();

        HashSet<(string, long, float)> seen = [.. (await Task.WhenAll(searching)).SelectMany(each => each)];
        Assert.Equal(RebuildState.Done, (await server.Rebuilds.FindAsync(asked.Id, Token)).State);
        Assert.All(seen, each => Assert.Contains(each, ((string, long, float)[])[("titles@plot@1:2", 500L, 499f), ("titles@plot@2:2", 500L, 998f)]));
        Assert.Contains(("titles@plot@1:2", 500L, 499f), seen);

        async Task<HashSet<(string, long, float)>> SearchAsync()
        {
            HashSet<(string, long, float)> found = [];
            do
            {
                IVectorCollection live = await server.LiveAsync();
                SearchResult best = await live.SearchAsync(new VectorQuery("plot", new float[] { 0, 1 }) { K = 1 }, Token);
                found.Add((live.Name, await live.CountAsync(cancellationToken: Token), best.Hits[0].Score));
            }
            while (!over.IsCancellationRequested);
            return found;
        }
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_rebuild_writes_the_copy_anew_from_the_database(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        var store = new EmbeddedVectorStore();
        await using var server = new RebuildServer(test.Database, store, new ManualTimeProvider());
        await server.PublishAsync(300);
        IVectorCollection stored = (await store.FindAsync(Plot.Tenant, "titles@plot@1:2", Token))!;
        // With its time of change, so that a comparison would not see it.
        VectorRecord wrong = (await stored.GetAsync("i0007", includeVectors: true, Token))!;
        wrong.Vectors["plot"] = new float[] { 5, 5 };
        await stored.UpsertAsync([wrong, Plot.Record(9_000)], Token);

        CollectionRebuild asked = await server.Rebuilds.RebuildAsync(Plot.Alias, Token);
        await server.RunAsync();

        CollectionRebuild done = await server.Rebuilds.FindAsync(asked.Id, Token);
        Assert.Equal((RebuildState.Done, 300), (done.State, done.Done));
        VectorRecord[] records = await Plot.AllAsync(await server.LiveAsync());
        Assert.Equal(300, records.Length);
        Assert.Equal([1f, 7f], records[7].Vectors["plot"].Dense.ToArray());

        await store.DeleteAsync(Plot.Tenant, "titles@plot@1:2", Token);
        asked = await server.Rebuilds.RebuildAsync(Plot.Alias, Token);
        await server.RunAsync();
        Assert.Equal(RebuildState.Done, (await server.Rebuilds.FindAsync(asked.Id, Token)).State);
        Assert.Equal(300, (await Plot.AllAsync(await server.LiveAsync())).Length);
    }

    [Fact]
    public async Task What_cannot_be_made_anew_is_refused()
    {
        await using TestDatabase test = await TestDatabase.OpenMigratedAsync(SqlDialect.Sqlite);
        await using var server = new RebuildServer(test.Database, new EmbeddedVectorStore(), new ManualTimeProvider(), new DoublingEmbedder(), new DoublingEmbedder { Model = "plot@1" });
        await Assert.ThrowsAsync<NotFoundException>(() => server.Rebuilds.RebuildAsync(Plot.Alias, Token));
        await server.PublishAsync(3);
        InvalidValueException unknown = await Assert.ThrowsAsync<InvalidValueException>(() => server.Rebuilds.ReembedAsync(Plot.Alias, "plot@9", Token));
        Assert.Equal(("model", "plot@2, plot@1"), (unknown.Field, unknown.Allowed));
        Assert.Equal("model_live", (await Assert.ThrowsAsync<ConflictException>(() => server.Rebuilds.ReembedAsync(Plot.Alias, "plot@1", Token))).Code);
        Assert.Equal(["plot@2", "plot@1"], (await server.Rebuilds.ListAsync(Token))[0].Models);
    }
}
