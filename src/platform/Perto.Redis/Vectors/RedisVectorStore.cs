using Perto.Platform;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Redis;

/// <summary>
/// Collections in Redis 8: a vector set for each vector, and the records beside it. Any number of processes may use one server at once; what
/// one of them wrote the others see.
/// </summary>
/// <remarks>Operations throw a <see cref="StorageException"/> where the server does not answer or has no vector sets.</remarks>
public sealed class RedisVectorStore : IVectorStore
{
    private readonly RedisCalls _calls;
    private readonly CollectionCatalogue _catalogue;
    private readonly GraphSizes _sizes = new();
    private readonly RedisVectorSettings _settings;
    private readonly TimeProvider _clock;

    /// <param name="connection">The server; not closed by the store.</param>
    /// <param name="settings">How it works; as it comes, if they are left out.</param>
    /// <param name="clock">Says when records expire; the machine's clock, if it is left out. The clocks of all processes should agree.</param>
    public RedisVectorStore(RedisConnection connection, RedisVectorSettings? settings = null, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(connection);
        _settings = settings ?? new RedisVectorSettings();
        _clock = clock ?? TimeProvider.System;
        _calls = new RedisCalls(connection);
        _catalogue = new CollectionCatalogue(_calls, _settings);
    }

    /// <inheritdoc/>
    public string Provider => "redis";

    /// <inheritdoc/>
    public VectorStoreCapabilities Capabilities =>
        VectorStoreCapabilities.NamedVectors
        | VectorStoreCapabilities.Bits
        | VectorStoreCapabilities.Geo
        | VectorStoreCapabilities.Text
        | VectorStoreCapabilities.Expiry
        | VectorStoreCapabilities.OrderedScroll;

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        CollectionSchema asked = CollectionSchema.Create(schema);
        asked.CheckSupported(Provider, Capabilities);
        CollectionLayout layout = await _catalogue.FindAsync(tenant, name, cancellationToken)
            ?? await _catalogue.CreateAsync(tenant, name, asked, cancellationToken);
        return layout.Schema.Equals(asked)
            ? Open(tenant, layout)
            : throw new VectorStoreException("schema", asked, $"the one that collection '{name}' was created with ({layout.Schema})");
    }

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        return await _catalogue.FindAsync(tenant, name, cancellationToken) is { } layout ? Open(tenant, layout) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        if (await _catalogue.DeleteAsync(tenant, name, cancellationToken) is not { } deleted)
            return false;
        _sizes.Forget(deleted.Keys);
        return true;
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        // default(TenantId) names nobody, and says so when it is read.
        _ = tenant.Value;
        return await _catalogue.NamesAsync(tenant, cancellationToken);
    }

    /// <summary>Deletes the records of a collection that have expired; writes do so by themselves, some at a time. Gives their number.</summary>
    /// <exception cref="VectorStoreException">The collection is not of such a store, or was deleted.</exception>
    public Task<long> PurgeAsync(IVectorCollection collection, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return collection is RedisVectorCollection own
            ? own.PurgeAsync(cancellationToken)
            : throw new VectorStoreException("collection", collection.Name, "one of this store");
    }

    private RedisVectorCollection Open(TenantId tenant, CollectionLayout layout) => new(tenant, layout, _sizes, _calls, _settings, _clock);

    private static void Check(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = tenant.Value;
        CollectionName.Check(name);
    }
}
