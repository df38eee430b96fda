using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Postgres;

/// <summary>
/// Collections in PostgreSQL with pgvector: one table for each, in the schema <c>perto_vectors</c>. Any number of processes may use one database at
/// once; what one of them wrote the others see.
/// </summary>
/// <remarks>
/// The store makes its tables itself with the first use. Operations throw a <see cref="StorageException"/> where the server does not answer, has no
/// pgvector 0.8, or does not let the user.
/// </remarks>
public sealed class PostgresVectorStore : IVectorStore
{
    private readonly CollectionCatalogue _catalogue;
    private readonly PostgresCalls _calls;
    private readonly PostgresVectorOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly ConcurrentDictionary<long, (CollectionTable Table, TableUpkeep Upkeep)> _tables = new();

    /// <param name="source">Connections; not closed by the store.</param>
    /// <param name="options">How it works.</param>
    /// <param name="clock">Says when records expire; the machine's clock, if it is left out. The clocks of all processes should agree.</param>
    /// <param name="logger">Told of indexes that are built, and of what failed beside a write.</param>
    /// <exception cref="VectorStoreException">An option is out of its range.</exception>
    public PostgresVectorStore(
        NpgsqlDataSource source, PostgresVectorOptions? options = null, TimeProvider? clock = null, ILogger<PostgresVectorStore>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        _options = options ?? new PostgresVectorOptions();
        _options.Check();
        _clock = clock ?? TimeProvider.System;
        _logger = logger ?? NullLogger<PostgresVectorStore>.Instance;
        _calls = new PostgresCalls(source);
        _catalogue = new CollectionCatalogue(_calls, _clock);
    }

    /// <inheritdoc/>
    public string Provider => "postgres";

    /// <inheritdoc/>
    public VectorStoreCapabilities Capabilities => VectorStoreCapabilities.All;

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        Check(tenant, name, cancellationToken);
        CollectionSchema asked = CollectionSchema.Create(schema);
        asked.CheckSupported(Provider, Capabilities);
        CatalogueEntry entry = await _catalogue.FindAsync(tenant, name, cancellationToken)
            ?? await _catalogue.CreateAsync(tenant, name, asked, cancellationToken);
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
        if (await _catalogue.DeleteAsync(tenant, name, cancellationToken) is not { } id)
            return false;
        _tables.TryRemove(id, out _);
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
    /// <exception cref="VectorStoreException">The collection is not of this store, or was deleted.</exception>
    public Task<long> PurgeAsync(IVectorCollection collection, CancellationToken cancellationToken = default) =>
        Own(collection).PurgeAsync(cancellationToken);

    /// <summary>
    /// Builds the indexes that a collection does not have yet, however few records it has; by themselves they are built when there are enough. Its writers
    /// wait meanwhile, readers do not.
    /// </summary>
    /// <param name="collection">A collection of this store.</param>
    /// <param name="anew">Drops those over vectors first, so that they are built with the options of now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="VectorStoreException">The collection is not of this store, or was deleted.</exception>
    public Task BuildIndexesAsync(IVectorCollection collection, bool anew = false, CancellationToken cancellationToken = default) =>
        Own(collection).BuildIndexesAsync(anew, cancellationToken);

    private PostgresVectorCollection Open(TenantId tenant, string name, CatalogueEntry entry)
    {
        // What is known of a table is shared by all that have it open.
        (CollectionTable table, TableUpkeep upkeep) = _tables.GetOrAdd(entry.Id, id =>
        {
            CollectionTable made = new(id, entry.Schema);
            return (made, new TableUpkeep(made, _options, _logger));
        });
        return new PostgresVectorCollection(tenant, name, table, upkeep, _calls, _catalogue, _options, _clock);
    }

    private PostgresVectorCollection Own(IVectorCollection collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        return collection is PostgresVectorCollection own && _tables.TryGetValue(own.Table.Id, out var known) && known.Table == own.Table
            ? own
            : throw new VectorStoreException("collection", collection.Name, "one of this store that was not deleted");
    }

    private static void Check(TenantId tenant, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _ = tenant.Value;
        CollectionName.Check(name);
    }
}
