using Perto.Vectors;

namespace Perto.Platform.Tests;

/// <summary>A store that several processes see, as a server's is.</summary>
internal sealed class SharedStore(IVectorStore store) : IVectorStore
{
    /// <summary>How often each collection was deleted.</summary>
    public List<string> Deleted { get; } = [];

    public string Provider => "shared";

    public VectorStoreCapabilities Capabilities => store.Capabilities;

    public ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default) =>
        store.CollectionAsync(tenant, name, schema, cancellationToken);

    public ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        store.FindAsync(tenant, name, cancellationToken);

    public async ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        bool deleted = await store.DeleteAsync(tenant, name, cancellationToken);
        if (deleted)
        {
            lock (Deleted)
                Deleted.Add(name);
        }
        return deleted;
    }

    public ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) => store.NamesAsync(tenant, cancellationToken);
}
