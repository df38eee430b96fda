using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Perto.Platform;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Qdrant;

/// <summary>
/// Collections in Qdrant 1.13 or later, over its REST interface. Any number of processes may use one server at once; what one of them wrote the
/// others see.
/// </summary>
/// <remarks>
/// Operations throw a <see cref="StorageException"/> where the server does not answer or refuses. What a filter, a score or a page means is the
/// same as in every other store; <c>docs/operations/qdrant.md</c> says what this one cannot do, and why.
/// </remarks>
public sealed class QdrantVectorStore : IVectorStore, IDisposable
{
    /// <summary>The name of its dependency.</summary>
    public const string DependencyName = "qdrant";

    private readonly JsonOverHttp _http;
    private readonly QdrantServer _server;
    private readonly CollectionCatalogue _catalogue;
    private readonly QdrantSettings _settings;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<string, ExpiredRecords> _expired = new(StringComparer.Ordinal);

    /// <param name="dependency">How the server is called.</param>
    /// <param name="settings">Where it is, and how collections are made.</param>
    /// <param name="clock">Says when records expire; the machine's clock, if it is left out. The clocks of all processes should agree.</param>
    /// <param name="logger">Told of what failed beside a write.</param>
    /// <exception cref="InvalidSettingException">A setting cannot be used.</exception>
    public QdrantVectorStore(Dependency dependency, QdrantSettings settings, TimeProvider? clock = null, ILogger<QdrantVectorStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(settings);
        Uri address = QdrantAddress.Parse(settings);
        _settings = settings;
        _clock = clock ?? TimeProvider.System;
        _logger = logger ?? NullLogger<QdrantVectorStore>.Instance;
        _http = new JsonOverHttp(
            dependency,
            new JsonService(address)
            {
                Headers = string.IsNullOrEmpty(settings.ApiKey) ? new Dictionary<string, string>() : new() { ["api-key"] = settings.ApiKey },
                Secret = settings.ApiKey,
                KeySetting = QdrantAddress.KeySetting,
                ErrorText = QdrantServer.ErrorText,
            },
            _clock);
        _server = new QdrantServer(_http, address, isReplicated: settings.Replicas > 1);
        _catalogue = new CollectionCatalogue(_server, settings, _clock);
        QdrantLog.KeptInQdrant(_logger, _server.Name);
    }

    /// <inheritdoc/>
    public string Provider => "qdrant";

    /// <inheritdoc/>
    public VectorStoreCapabilities Capabilities =>
        VectorStoreCapabilities.Manhattan
        | VectorStoreCapabilities.NamedVectors
        | VectorStoreCapabilities.Bits
        | VectorStoreCapabilities.Sparse
        | VectorStoreCapabilities.Geo
        | VectorStoreCapabilities.Text
        | VectorStoreCapabilities.Expiry;

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        CollectionSchema asked = CollectionSchema.Create(schema);
        asked.CheckSupported(Provider, Capabilities);
        CatalogueEntry entry = await _catalogue.CreateAsync(tenant, name, asked, cancellationToken);
        return entry.Schema.Equals(asked)
            ? Open(tenant, name, entry)
            : throw new VectorStoreException("schema", asked, $"the one that collection '{name}' was created with ({entry.Schema})");
    }

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        return await _catalogue.FindAsync(tenant, name, cancellationToken) is { } entry ? Open(tenant, name, entry) : null;
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        if (await _catalogue.DeleteAsync(tenant, name, cancellationToken) is not { } collection)
            return false;
        _expired.TryRemove(collection, out _);
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
    public void Dispose() => _http.Dispose();

    private QdrantVectorCollection Open(TenantId tenant, string name, CatalogueEntry entry)
    {
        PointCalls points = new(_server, entry.Collection, name, entry.Schema);
        ExpiredRecords expired = _expired.GetOrAdd(entry.Collection, _ => new ExpiredRecords(points, _logger));
        return new QdrantVectorCollection(tenant, name, entry.Schema, points, expired, _settings, _clock);
    }

    private static void Check(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = tenant.Value;
        CollectionName.Check(name);
    }
}
