using System.Buffers;
using System.Collections.Concurrent;

namespace Perto.Vectors.Storage;

/// <summary>Collections in the memory of this process. What is written is gone with the process.</summary>
/// <param name="clock">Says when records expire; the machine's clock, if it is left out.</param>
public sealed class EmbeddedVectorStore(TimeProvider? clock = null) : IVectorStore
{
    private const int MaxNameLength = 128;

    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.:@/");

    private readonly TimeProvider _clock = clock ?? TimeProvider.System;
    private readonly ConcurrentDictionary<(TenantId Tenant, string Name), EmbeddedVectorCollection> _collections = new();

    /// <inheritdoc/>
    public string Provider => "embedded";

    /// <inheritdoc/>
    public VectorStoreCapabilities Capabilities => VectorStoreCapabilities.All;

    /// <inheritdoc/>
    public ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (TenantId, string) key = Key(tenant, name);
        CollectionSchema asked = CollectionSchema.Create(schema);
        asked.CheckSupported(Provider, Capabilities);
        EmbeddedVectorCollection collection = _collections.GetOrAdd(key, _ => new EmbeddedVectorCollection(tenant, name, asked, _clock));
        return collection.Schema.Equals(asked)
            ? ValueTask.FromResult<IVectorCollection>(collection)
            : throw new VectorStoreException("schema", asked, $"the one that collection '{name}' was created with ({collection.Schema})");
    }

    /// <inheritdoc/>
    public ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult<IVectorCollection?>(_collections.GetValueOrDefault(Key(tenant, name)));
    }

    /// <inheritdoc/>
    public ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        bool existed = _collections.TryRemove(Key(tenant, name), out EmbeddedVectorCollection? collection);
        collection?.Close();
        return ValueTask.FromResult(existed);
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckTenant(tenant);
        string[] names = [.. _collections.Keys.Where(key => key.Tenant == tenant).Select(key => key.Name).Order(StringComparer.Ordinal)];
        return ValueTask.FromResult<IReadOnlyList<string>>(names);
    }

    private static (TenantId Tenant, string Name) Key(TenantId tenant, string name)
    {
        CheckTenant(tenant);
        return name is { Length: > 0 and <= MaxNameLength } && name.AsSpan().IndexOfAnyExcept(NameCharacters) < 0
            ? (tenant, name)
            : throw new VectorStoreException("collection", name, $"a name of 1..{MaxNameLength} letters, digits and - _ . : @ /");
    }

    // default(TenantId) names nobody, and says so when it is read.
    private static void CheckTenant(TenantId tenant) => _ = tenant.Value;
}
