using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Conformance;

/// <summary>A durable store that is closed and opened again after each write: one caller at a time.</summary>
internal sealed class ReopenedStore(string folder, TimeProvider clock) : IVectorStore, IAsyncDisposable
{
    private EmbeddedVectorStore _store = EmbeddedVectorStore.Open(folder, clock: clock);

    public string Provider => _store.Provider;

    public VectorStoreCapabilities Capabilities => _store.Capabilities;

    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        IVectorCollection collection = await _store.CollectionAsync(tenant, name, schema, cancellationToken);
        await ReopenAsync();
        return new ReopenedCollection(this, tenant, name, collection.Schema);
    }

    public async ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        await _store.FindAsync(tenant, name, cancellationToken) is { } collection ? new ReopenedCollection(this, tenant, name, collection.Schema) : null;

    public async ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        bool existed = await _store.DeleteAsync(tenant, name, cancellationToken);
        await ReopenAsync();
        return existed;
    }

    public ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        _store.NamesAsync(tenant, cancellationToken);

    /// <summary>The collection of the store that is open now.</summary>
    public async ValueTask<IVectorCollection> CurrentAsync(TenantId tenant, string name) => await _store.FindAsync(tenant, name)
        ?? throw new VectorStoreException("collection", name, "one that exists");

    public async Task ReopenAsync()
    {
        await _store.DisposeAsync();
        _store = EmbeddedVectorStore.Open(folder, clock: clock);
    }

    public ValueTask DisposeAsync() => _store.DisposeAsync();
}
