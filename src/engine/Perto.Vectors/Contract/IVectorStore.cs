namespace Perto.Vectors;

/// <summary>
/// Keeps named collections of vectors with payload, each for one tenant. The same contract stands over the embedded database and
/// over every server; <c>tests/Perto.Conformance</c> describes its behaviour. Safe for use by many threads.
/// </summary>
public interface IVectorStore
{
    /// <summary>What is behind the contract, for answers and metrics: <c>embedded</c>, <c>postgres</c>, <c>qdrant</c>.</summary>
    string Provider { get; }

    /// <summary>What it can do beyond what every provider can.</summary>
    VectorStoreCapabilities Capabilities { get; }

    /// <summary>Opens a collection, and creates it first where it does not exist.</summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="name">1 to 128 characters: letters, digits and <c>- _ . : @ /</c>.</param>
    /// <param name="schema">Declares its vectors and payload fields.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="VectorStoreException">The name or the schema is not valid, or the collection exists with another
    /// schema.</exception>
    /// <exception cref="CapabilityMissingException">The provider cannot keep a field of the schema.</exception>
    ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default);

    /// <summary>Opens a collection that exists; <see langword="null"/> where there is none of that name.</summary>
    ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default);

    /// <summary>Deletes a collection with all that is in it; <see langword="false"/> where there was none.</summary>
    /// <remarks>Handles opened before refuse every later call with a <see cref="VectorStoreException"/> on the field
    /// <c>collection</c>.</remarks>
    ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default);

    /// <summary>The names of the tenant's collections, in ordinal order.</summary>
    ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default);
}
