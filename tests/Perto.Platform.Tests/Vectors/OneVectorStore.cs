using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

/// <summary>A store whose records have one vector each, as those of some services do.</summary>
internal sealed class OneVectorStore(IVectorStore inner) : IVectorStore
{
    private int _made;

    /// <summary>What it lacks beside several vectors.</summary>
    public VectorStoreCapabilities Lacks { get; init; }

    /// <summary>The number of the collection that cannot be made.</summary>
    public int FailsAt { get; init; }

    public string Provider => "single";

    public VectorStoreCapabilities Capabilities => inner.Capabilities & ~(VectorStoreCapabilities.NamedVectors | Lacks);

    public ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        CollectionSchema.Create(schema).CheckSupported(Provider, Capabilities);
        if (++_made == FailsAt)
            throw new StorageException(name, "cannot be made", "try again");
        return inner.CollectionAsync(tenant, name, schema, cancellationToken);
    }

    public ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        inner.FindAsync(tenant, name, cancellationToken);

    public ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        inner.DeleteAsync(tenant, name, cancellationToken);

    public ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default) => inner.NamesAsync(tenant, cancellationToken);
}
