using Npgsql;
using Perto.Postgres;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>Several stores on one database, as several processes have it.</summary>
public sealed class PostgresProcesses : IAsyncLifetime
{
    private static readonly TenantId Tenant = new("shared");

    private readonly List<NpgsqlDataSource> _sources = [];
    private TestPostgres? _server;

    public async ValueTask InitializeAsync() => _server = TestPostgres.IsAvailable ? await TestPostgres.CreateDatabaseAsync() : null;

    public async ValueTask DisposeAsync()
    {
        foreach (NpgsqlDataSource source in _sources)
            await source.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_one_writes_the_other_sees()
    {
        PostgresVectorStore one = Process(), other = Process();
        IVectorCollection written = await ThingsAsync(one);
        IVectorCollection read = (await other.FindAsync(Tenant, "things"))!;
        Assert.Equal(written.Schema, read.Schema);
        await written.UpsertAsync([Thing("a", 1), Thing("b", 2)]);
        Assert.Equal(2, await read.CountAsync());
        await read.UpdatePayloadAsync("a", new Dictionary<string, PayloadValue> { ["n"] = 7 });
        await read.DeleteAsync(["b"]);
        Assert.Equal(7, (await written.GetAsync("a"))!.Payload["n"]);
        Assert.Equal(["a"], (await written.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }))).Hits.Select(hit => hit.Id));
        Assert.Equal(["things"], await other.NamesAsync(Tenant));
    }

    [Fact]
    public async Task A_collection_that_another_deleted_is_refused_also_when_there_is_a_new_one_of_its_name()
    {
        PostgresVectorStore one = Process(), other = Process();
        IVectorCollection gone = await ThingsAsync(one);
        await gone.UpsertAsync(Thing("a", 1));
        Assert.True(await other.DeleteAsync(Tenant, "things"));
        await RefusesAsync(() => gone.GetAsync("a").AsTask());
        await RefusesAsync(() => gone.UpsertAsync([Thing("a", 1)]).AsTask());

        IVectorCollection next = await ThingsAsync(other);
        await next.UpsertAsync(Thing("b", 1));
        await RefusesAsync(() => gone.CountAsync().AsTask());
        await RefusesAsync(() => gone.UpsertAsync([.. Enumerable.Range(0, 50).Select(i => Thing($"{i}", i))]).AsTask());
        Assert.Equal(HealthState.Failed, (await gone.HealthAsync()).State);
        Assert.Equal(1, await (await one.FindAsync(Tenant, "things"))!.CountAsync());
    }

    [Fact]
    public async Task Of_two_that_create_a_collection_with_other_schemas_one_is_refused()
    {
        Task<IVectorCollection>[] creations =
        [
            .. Enumerable.Range(2, 6).Select(dimension => Task.Run(async () => await Process().CollectionAsync(Tenant, "things", s => s.Dense("v", dimension, Metric.Dot)))),
        ];
        await Task.WhenAll(creations.Select(creation => creation.ContinueWith(_ => { }, TaskScheduler.Default)));
        IVectorCollection made = await Assert.Single(creations, creation => creation.IsCompletedSuccessfully);
        foreach (Task<IVectorCollection> refused in creations.Where(creation => creation.IsFaulted))
        {
            VectorStoreException refusal = Assert.IsType<VectorStoreException>(refused.Exception!.InnerException);
            Assert.Equal("schema", refusal.Field);
            Assert.Contains($"{made.Schema}", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Many_begin_on_an_empty_database_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(process => Task.Run(async () =>
        {
            IVectorCollection things = await ThingsAsync(Process());
            await things.UpsertAsync(Thing($"{process}", process));
        })));
        Assert.Equal(8, await (await ThingsAsync(Process())).CountAsync());
    }

    [Fact]
    public async Task Many_create_write_and_delete_one_collection_at_once()
    {
        PostgresVectorStore[] processes = [.. Enumerable.Range(0, 4).Select(_ => Process())];
        await Task.WhenAll(processes.Select((process, p) => Task.Run(async () =>
        {
            for (int i = 0; i < 25; i++)
            {
                try
                {
                    IVectorCollection things = await ThingsAsync(process);
                    await things.UpsertAsync([.. Enumerable.Range(0, 10).Select(j => Thing($"{p}-{i}-{j}", j))]);
                    await things.SearchAsync(new VectorQuery("v", new float[] { 1, 0 }));
                }
                catch (VectorStoreException refusal)
                {
                    // Another deleted it between two steps.
                    Assert.Equal("collection", refusal.Field);
                }
                if (i % 3 == p % 3)
                    await process.DeleteAsync(Tenant, "things");
            }
        })));
        await processes[0].DeleteAsync(Tenant, "things");
        Assert.Empty(await processes[1].NamesAsync(Tenant));
        Assert.Equal(0, await (await ThingsAsync(processes[2])).CountAsync());
    }

    [Fact]
    public async Task Writers_of_the_same_records_do_not_stop_one_another()
    {
        PostgresVectorStore[] processes = [.. Enumerable.Range(0, 4).Select(_ => Process())];
        await ThingsAsync(processes[0]);
        await Task.WhenAll(processes.Select((process, p) => Task.Run(async () =>
        {
            IVectorCollection things = await ThingsAsync(process);
            for (int round = 0; round < 10; round++)
                await things.UpsertAsync([.. Enumerable.Range(0, 100).Select(i => Thing($"{(i * (p + 1)) % 100}", p))]);
        })));
        Assert.Equal(100, await (await ThingsAsync(processes[0])).CountAsync());
    }

    private static async Task RefusesAsync(Func<Task> call) => Assert.Equal("collection", (await Assert.ThrowsAsync<VectorStoreException>(call)).Field);

    private static ValueTask<IVectorCollection> ThingsAsync(PostgresVectorStore store) =>
        store.CollectionAsync(Tenant, "things", s => s.Dense("v", 2, Metric.Dot).Sparse("t").Integer("n"));

    private static VectorRecord Thing(string id, int n) => new(id)
    {
        Vectors = { ["v"] = new float[] { 1, n }, ["t"] = new SparseVector([1, (uint)n + 2], [1, 2]) },
        Payload = { ["n"] = n },
    };

    private PostgresVectorStore Process()
    {
        TestPostgres.SkipUnlessAvailable();
        NpgsqlDataSource source = NpgsqlDataSource.Create(PostgresUrl.Parse(_server!.ConnectionString));
        lock (_sources)
            _sources.Add(source);
        return new PostgresVectorStore(source);
    }
}
