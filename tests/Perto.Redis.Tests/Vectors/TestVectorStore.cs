using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Redis.Tests;

/// <summary>A store for a test, on the Redis 8 that tests share or on one of its own, for a tenant of its own.</summary>
internal sealed class TestVectorStore : IAsyncDisposable
{
    private readonly TestRedisConnection _connection;

    private TestVectorStore(TestRedisConnection connection, RedisVectorSettings? settings, TimeProvider? clock)
    {
        _connection = connection;
        Store = new RedisVectorStore(connection.Redis, settings, clock);
    }

    public RedisVectorStore Store { get; }

    public RedisConnection Redis => _connection.Redis;

    public static TenantId Tenant => new(TestContext.Current.Test!.UniqueID[..32]);

    public static TestVectorStore To(
        string? url = null, RedisVectorSettings? settings = null, TimeProvider? clock = null, params (string Setting, string Value)[] others) =>
        new(TestRedisConnection.To(url ?? TestRedis8.ConnectionString(), others), settings, clock);

    /// <summary>A collection with one vector <c>v</c>, which is searched by its graph from the first record on.</summary>
    public async Task<IVectorCollection> ThingsAsync(int dimension = 2, Metric metric = Metric.Cosine, Action<CollectionSchemaBuilder>? more = null) =>
        await Store.CollectionAsync(Tenant, "things", schema =>
        {
            schema.Dense("v", dimension, metric, new VectorIndexSettings { GraphFrom = 1 });
            more?.Invoke(schema);
        });

    /// <summary>The key of a collection that ends so; there is one collection.</summary>
    public async Task<string> KeyAsync(string ending)
    {
        RedisReply keys = await Redis.ExecuteAsync("KEYS", [$"perto:vectors:collection:{Tenant}:*:{ending}"]);
        return Assert.Single(keys.Items).Text!;
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            foreach (string name in await Store.NamesAsync(Tenant))
                await Store.DeleteAsync(Tenant, name);
        }
        catch (StorageException)
        {
            // A server that is away, or that never could.
        }
        await _connection.DisposeAsync();
    }
}
