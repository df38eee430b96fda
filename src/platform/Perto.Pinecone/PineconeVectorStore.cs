using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Perto.Platform;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Pinecone;

/// <summary>
/// Collections in Pinecone: each in a namespace of a serverless index for its dimension and metric. Any number of processes may use one project at once;
/// what one of them wrote the others see.
/// </summary>
/// <remarks>
/// The store makes its indexes itself with the first use. Operations throw a <see cref="StorageException"/> where the service does not answer, does not
/// take the key, or answers with what cannot be read; a write that throws one may have been kept, wholly or in part.
/// </remarks>
public sealed class PineconeVectorStore : IVectorStore, IDisposable
{
    /// <summary>The name of the provider, and of the dependency that its calls go through.</summary>
    internal const string ProviderName = "pinecone";

    private readonly ConcurrentDictionary<(TenantId Tenant, string Name, long Generation), CollectionState> _states = new();
    private readonly SemaphoreSlim _creating = new(1);
    private readonly PineconeService _service;
    private readonly IndexDirectory _indexes;
    private readonly CollectionCatalogue _catalogue;
    private readonly TimeProvider _clock;

    /// <param name="settings">Which project, and how it is asked.</param>
    /// <param name="dependency">How calls are made.</param>
    /// <param name="clock">Says when records expire; the clocks of all processes should agree.</param>
    /// <param name="logger">Told of indexes that are made.</param>
    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    public PineconeVectorStore(PineconeSettings settings, Dependency dependency, TimeProvider? clock = null, ILogger<PineconeVectorStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _clock = clock ?? TimeProvider.System;
        settings.Checked();
        _service = new PineconeService(new JsonOverHttp(dependency, PineconeService.Describe(settings), _clock), settings);
        _indexes = new IndexDirectory(_service, logger ?? NullLogger<PineconeVectorStore>.Instance);
        _catalogue = new CollectionCatalogue(_service, _indexes);
    }

    /// <inheritdoc/>
    public string Provider => ProviderName;

    /// <inheritdoc/>
    public VectorStoreCapabilities Capabilities => VectorStoreCapabilities.Expiry | VectorStoreCapabilities.OrderedScroll;

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        CollectionSchema asked = CollectionSchema.Create(schema);
        asked.CheckSupported(Provider, Capabilities);
        CatalogueEntry entry = await _catalogue.FindAsync(tenant, name, cancellationToken) ?? await CreateAsync(tenant, name, asked, cancellationToken);
        return entry.Schema.Equals(asked)
            ? await OpenAsync(tenant, name, entry, cancellationToken)
            : throw new VectorStoreException("schema", asked, $"the one that collection '{name}' was created with ({entry.Schema})");
    }

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        return await _catalogue.FindAsync(tenant, name, cancellationToken) is { } entry ? await OpenAsync(tenant, name, entry, cancellationToken) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        await _creating.WaitAsync(cancellationToken);
        try
        {
            if (!await _catalogue.DeleteAsync(tenant, name, cancellationToken))
                return false;
        }
        finally
        {
            _creating.Release();
        }
        foreach (((TenantId Tenant, string Name, long) key, CollectionState state) in _states)
        {
            if (key.Tenant == tenant && key.Name == name)
            {
                state.IsDeleted = true;
                _states.TryRemove(key, out _);
            }
        }
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

    /// <summary>Closes the connections.</summary>
    public void Dispose()
    {
        _service.Dispose();
        _creating.Dispose();
    }

    private async Task<CatalogueEntry> CreateAsync(TenantId tenant, string name, CollectionSchema schema, CancellationToken cancellationToken)
    {
        await _creating.WaitAsync(cancellationToken);
        try
        {
            return await _catalogue.FindAsync(tenant, name, cancellationToken) ?? await _catalogue.CreateAsync(tenant, name, schema, cancellationToken);
        }
        finally
        {
            _creating.Release();
        }
    }

    private async Task<PineconeVectorCollection> OpenAsync(TenantId tenant, string name, CatalogueEntry entry, CancellationToken cancellationToken)
    {
        IndexDescription index = await _indexes.OpenAsync(entry.Index, cancellationToken);
        CollectionState state = _states.GetOrAdd((tenant, name, entry.Generation), static _ => new CollectionState());
        state.AskedAt = _clock.GetTimestamp();
        IndexNamespace records = _catalogue.Namespace(index, CollectionNames.Namespace(tenant, name, entry.Generation));
        return new PineconeVectorCollection(tenant, name, entry, state, records, _catalogue, _indexes, _service.Settings, _clock);
    }

    private static void Check(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = tenant.Value;
        CollectionName.Check(name);
    }
}
