using Perto.Vectors;

namespace Perto.Platform.Tests;

/// <summary>A store whose records have one vector each, as those of some services do.</summary>
internal sealed class OneVectorStore(IVectorStore inner) : IVectorStore
{
    public string Provider => "single";

    public VectorStoreCapabilities Capabilities => inner.Capabilities & ~VectorStoreCapabilities.NamedVectors;

    public ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        CollectionSchema.Create(schema).CheckSupported(Provider, Capabilities);
        return inner.CollectionAsync(tenant, name, schema, cancellationToken);
    }

    public ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        inner.FindAsync(tenant, name, cancellationToken);

    public ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(tenant, name, cancellationToken);

    public ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) => inner.NamesAsync(tenant, cancellationToken);
}
