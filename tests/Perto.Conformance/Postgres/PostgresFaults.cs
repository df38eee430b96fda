using Npgsql;
using Perto.Postgres;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Conformance;

/// <summary>A server that goes away, comes back, or does not let the user; and texts that would do harm if they became SQL.</summary>
public sealed class PostgresFaults : IAsyncLifetime
{
    private static readonly TenantId Tenant = new("faults");

    private TestPostgres? _server;
    private NpgsqlDataSource? _source;

    public async ValueTask InitializeAsync()
    {
        if (!TestPostgres.IsAvailable)
            return;
        _server = await TestPostgres.CreateDatabaseAsync();
        _source = NpgsqlDataSource.Create(PostgresUrl.Parse(_server.ConnectionString));
    }

    public async ValueTask DisposeAsync()
    {
        if (_source is not null)
            await _source.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_load_goes_on_when_its_connections_are_killed()
    {
        PostgresVectorStore store = Store();
        IVectorCollection things = await ThingsAsync(store);
        int written = 0;
        for (int batch = 0; batch < 6; batch++)
        {
            VectorRecord[] records = [.. Enumerable.Range(0, 200).Select(i => Thing($"{batch}-{i}", i))];
            await Task.WhenAll(LoadAsync(() => things.UpsertAsync(records)), KillAsync(), KillAsync());
            await Task.WhenAll(LoadAsync(() => things.UpsertAsync(Thing($"single-{batch}", batch))), KillAsync());
            written += records.Length + 1;
        }
        Assert.Equal(written, await things.CountAsync());
        Assert.Equal(written, (await things.StatisticsAsync()).Vectors["t"]);
    }

    [Fact]
    public async Task After_each_kill_the_next_call_works()
    {
        PostgresVectorStore store = Store();
        IVectorCollection things = await ThingsAsync(store);
        for (int i = 0; i < 5; i++)
        {
            await KillAsync();
            await things.UpsertAsync(Thing($"{i}", i));
            await KillAsync();
            Assert.Equal(i + 1, await things.CountAsync());
            await KillAsync();
            Assert.Equal($"{i}", (await things.SearchAsync(new VectorQuery("v", new float[] { 0, 1 }) { K = 1 })).Hits[0].Id);
            await KillAsync();
            await things.UpsertAsync([.. Enumerable.Range(0, 20).Select(j => Thing("batch", j))]);
            await things.DeleteAsync(["batch"]);
        }
    }

    [Fact]
    public async Task A_server_that_is_away_is_told_of_clearly()
    {
        await using NpgsqlDataSource nowhere = NpgsqlDataSource.Create("Host=127.0.0.1;Port=1;Username=u;Password=secret;Database=d;Timeout=2");
        StorageException fault = await Assert.ThrowsAsync<StorageException>(() => new PostgresVectorStore(nowhere).NamesAsync(Tenant).AsTask());
        Assert.Contains("PostgreSQL 127.0.0.1:1/d", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", fault.Message, StringComparison.Ordinal);

        IVectorCollection things = await ThingsAsync(Store());
        await _server!.DisposeAsync();
        CollectionHealth health = await things.HealthAsync();
        Assert.Equal(HealthState.Failed, health.State);
        Assert.False(health.Writable);
        Assert.NotEmpty(health.Reason!);
        await Assert.ThrowsAsync<StorageException>(() => things.SearchAsync(new VectorQuery("v", new float[] { 0, 1 })).AsTask());
    }

    [Fact]
    public async Task A_user_who_may_not_is_told_what_to_run()
    {
        TestPostgres.SkipUnlessAvailable();
        string user = $"weak_{new NpgsqlConnectionStringBuilder(_server!.ConnectionString).Database}";
        await ExecuteAsync($"create role {user} login password 'weak'");
        try
        {
            await using NpgsqlDataSource source = NpgsqlDataSource.Create(
                new NpgsqlConnectionStringBuilder(_server.ConnectionString) { Username = user, Password = "weak", Pooling = false }.ConnectionString);
            PostgresVectorStore store = new(source);
            StorageException fault = await Assert.ThrowsAsync<StorageException>(() => store.NamesAsync(Tenant).AsTask());
            Assert.Contains("create extension vector", fault.Remedy, StringComparison.Ordinal);

            await ExecuteAsync("create extension vector");
            fault = await Assert.ThrowsAsync<StorageException>(() => store.NamesAsync(Tenant).AsTask());
            Assert.Contains("perto_vectors", fault.Remedy, StringComparison.Ordinal);

            await ExecuteAsync($"grant create on database {new NpgsqlConnectionStringBuilder(_server.ConnectionString).Database} to {user}");
            Assert.Empty(await store.NamesAsync(Tenant));
            await (await ThingsAsync(store)).UpsertAsync(Thing("a", 1));
        }
        finally
        {
            await ExecuteAsync($"drop owned by {user} cascade; drop role {user}");
        }
    }

    [Fact]
    public async Task Hostile_texts_are_only_texts()
    {
        string[] hostile =
        [
            "'; drop schema perto_vectors cascade; --", "$1", "\\'; select pg_sleep(10)", "%s %I", "{a,b}", "null", "\"", "\\", "''", "$$", "\u0001", "\u0001ABC",
            new('x', 65_535), new('x', 65_534), "word " + new string('y', 60_000),
            // What stands for the long one in an index is no other's.
            "\u0001" + Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(new string('x', 65_535)))),
        ];
        PostgresVectorStore store = Store();
        IVectorCollection texts = await store.CollectionAsync(Tenant, "texts", s => s.Dense("v", 2, Metric.Dot).Keyword("k").Keywords("list").Text("text"));
        await texts.UpsertAsync([.. hostile.Select((text, i) => Text($"{i} {(text.Length > 100 ? "" : text)}", text))]);
        await store.BuildIndexesAsync(texts);
        await texts.UpsertAsync([.. hostile.Select((text, i) => Text($"more {i}", text))]);
        for (int i = 0; i < hostile.Length; i++)
        {
            string text = hostile[i], id = $"{i} {(text.Length > 100 ? "" : text)}";
            VectorRecord read = (await texts.GetAsync(id))!;
            Assert.Equal(text, read.Payload["k"].Keyword);
            Assert.Equal([text, "common"], read.Payload["list"].Keywords);
            foreach (Filter filter in new[] { Filter.Eq("k", text), Filter.In("k", text, "other"), Filter.Eq("list", text), Filter.ContainsAll("list", text, "common") })
                Assert.Equal([id, $"more {i}"], (await texts.ScrollAsync(new ScrollQuery { Filter = filter })).Records.Select(record => record.Id));
            if (TextWords.Distinct(text).Count > 0)
                Assert.Contains(id, (await texts.ScrollAsync(new ScrollQuery { Filter = Filter.Words("text", text) })).Records.Select(record => record.Id));
        }
        Assert.Equal(2L * hostile.Length, await texts.CountAsync(Filter.Eq("list", "common")));

        static VectorRecord Text(string id, string text) => new(id)
        {
            Vectors = { ["v"] = new float[] { 1, 0 } },
            Payload = { ["k"] = text, ["list"] = new[] { text, "common" }, ["text"] = text },
        };
    }

    [Fact]
    public async Task Places_that_are_next_to_nothing_apart_are_compared()
    {
        IVectorCollection places = await Store().CollectionAsync(Tenant, "places", s => s.Dense("v", 2, Metric.Dot).Geo("at"));
        double[] degrees = [0, double.Epsilon, -double.Epsilon, 1e-310, 1e-200, 1e-20, 5e-7, 90, -90];
        await places.UpsertAsync([.. degrees.Select((degree, i) => new VectorRecord($"{i}") { Payload = { ["at"] = new GeoPoint(degree, -degree) } })]);
        foreach (double degree in degrees.Where(degree => Math.Abs(degree) < 1))
            Assert.Equal(7, await places.CountAsync(Filter.Near("at", new GeoPoint(degree, degree), 1)));
        Assert.Equal(6, await places.CountAsync(Filter.Near("at", new GeoPoint(0, 0), 1e-9)));
    }

    // As a program does that must not lose a record: what was not acknowledged it writes again.
    private static async Task LoadAsync(Func<ValueTask> write)
    {
        while (true)
        {
            try
            {
                await write();
                return;
            }
            catch (StorageException)
            {
                // Killed more often than it is tried again.
            }
        }
    }

    private static ValueTask<IVectorCollection> ThingsAsync(PostgresVectorStore store) =>
        store.CollectionAsync(Tenant, "things", s => s.Dense("v", 2, Metric.Dot).Sparse("t").Integer("n"));

    private static VectorRecord Thing(string id, int n) => new(id)
    {
        Vectors = { ["v"] = new float[] { 1, n }, ["t"] = new SparseVector([1, (uint)n + 2], [1, 2]) },
        Payload = { ["n"] = n },
    };

    private PostgresVectorStore Store()
    {
        TestPostgres.SkipUnlessAvailable();
        return new PostgresVectorStore(_source!);
    }

    private Task KillAsync() => ExecuteAsync(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'perto'");

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(_server!.ConnectionString) { Pooling = false }.ConnectionString);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
