using System.Collections.Concurrent;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform;

/// <summary>
/// Vector collections as something that is made from the database. Embeddings are written there first; the vector store holds a
/// copy that can be made again. Programs know a collection by its alias; behind it stands one physical collection for each model,
/// because vectors of two models are not in one space, also where their dimension is equal.
/// </summary>
public sealed partial class DerivedCollections(IDatabase database, IVectorStore store, TimeProvider clock)
{
    private const int BatchRecords = 1_000;
    private const int ComparedRecords = 10_000;

    private readonly EmbeddingTable _table = new(database, clock);
    private readonly ConcurrentDictionary<(TenantId Tenant, string Alias), IVectorCollection> _live = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, string Alias), SemaphoreSlim> _changes = new();
    private readonly ConcurrentDictionary<(TenantId Tenant, string Name), long> _stamps = new();

    /// <summary>
    /// Makes <paramref name="records"/> what the alias leads to. Under a new model they fill a collection of their own beside the
    /// present one, and then the alias switches all at once; the present one is retired and stays until the next publication, for
    /// searches that hold it. Under the present model the collection is brought up to date in place.
    /// </summary>
    /// <param name="tenant">Whose it is.</param>
    /// <param name="alias">What programs ask for, such as <c>streaming-titles</c>.</param>
    /// <param name="model">Whose space the vectors are in, with its version: <c>streaming-collaborative@7</c>.</param>
    /// <param name="schema">Its vectors and payload fields.</param>
    /// <param name="records">All that it shall hold.</param>
    /// <param name="cancellationToken">Leaves the alias where it was.</param>
    /// <exception cref="VectorStoreException">A name, the schema or a record is not valid; the alias stays where it was.</exception>
    /// <exception cref="ConflictException">The model is live under another schema.</exception>
    public async Task PublishAsync(
        TenantId tenant,
        string alias,
        string model,
        Action<CollectionSchemaBuilder> schema,
        IAsyncEnumerable<VectorRecord> records,
        CancellationToken cancellationToken = default)
    {
        CollectionSchema declared = CollectionSchema.Create(schema);
        CollectionRow asked = CollectionRow.Of(tenant, alias, model, declared, UnixMicros.Now(clock));
        // The store knows which names it takes; asked before anything is written.
        await store.FindAsync(tenant, asked.Name, cancellationToken);
        using IDisposable change = await BeginChangeAsync(tenant, alias, cancellationToken);
        CollectionRow row = await _table.BeginAsync(asked, cancellationToken);
        bool inPlace = row.State == "live";
        if (inPlace && !row.Schema().Equals(declared))
            throw new ConflictException("collection_schema", $"{row.Name} is live with another schema ({row.Schema()}); publish under another model id");
        if (!inPlace)
            await store.DeleteAsync(tenant, row.Name, cancellationToken);

        IVectorCollection collection = await OpenStoredAsync(row, cancellationToken);
        long stamp = await _table.NextChangeAsync(row, cancellationToken);
        _stamps[(tenant, row.Name)] = stamp;
        await foreach (VectorRecord[] batch in records.Chunk(BatchRecords).WithCancellation(cancellationToken))
            await WriteAsync(row, declared, collection, batch, stamp, cancellationToken);
        if (inPlace)
        {
            await collection.DeleteAsync(await _table.DeleteOthersAsync(row, stamp, cancellationToken), cancellationToken);
            return;
        }

        IReadOnlyList<string> forgotten = await _table.SwitchAsync(row, cancellationToken);
        _live[(tenant, alias)] = DerivedView.Of(collection);
        foreach (string name in forgotten)
            await store.DeleteAsync(tenant, name, CancellationToken.None);
    }

    /// <summary>As above, for records that are at hand.</summary>
    /// <exception cref="VectorStoreException">A name, the schema or a record is not valid; the alias stays where it was.</exception>
    /// <exception cref="ConflictException">The model is live under another schema.</exception>
    public Task PublishAsync(
        TenantId tenant,
        string alias,
        string model,
        Action<CollectionSchemaBuilder> schema,
        IReadOnlyList<VectorRecord> records,
        CancellationToken cancellationToken = default) =>
        PublishAsync(tenant, alias, model, schema, records.ToAsyncEnumerable(), cancellationToken);

    /// <summary>What the alias leads to; null when nothing is published, or the store has not been rebuilt yet.</summary>
    /// <remarks>Ask for each request and do not keep it: the next publication leads elsewhere.</remarks>
    public async Task<IVectorCollection?> LiveAsync(TenantId tenant, string alias, CancellationToken cancellationToken = default)
    {
        if (_live.TryGetValue((tenant, alias), out IVectorCollection? known))
            return known;
        if (await _table.LiveAsync(tenant, alias, cancellationToken) is not { } row
            || await store.FindAsync(tenant, row.Name, cancellationToken) is not { } found
            || !IsShapedLike(found, row))
            return null;
        // A publication that came meanwhile knows better.
        return _live.GetOrAdd((tenant, alias), DerivedView.Of(found));
    }

    /// <summary>
    /// What the alias leads to in the database, also where another process published it: a store that does not hold it yet is
    /// filled first. Null when nothing is published.
    /// </summary>
    /// <remarks>
    /// Reads the database each time. It follows a publication under another model; what another process changed in a collection
    /// that this one holds already comes with <see cref="RebuildAsync"/>.
    /// </remarks>
    /// <exception cref="InvalidDataException">Stored vectors are damaged.</exception>
    public async Task<(IVectorCollection Collection, string Model)?> OpenLiveAsync(
        TenantId tenant, string alias, CancellationToken cancellationToken = default)
    {
        if (await _table.LiveAsync(tenant, alias, cancellationToken) is not { } seen)
            return null;
        if (Known(seen) is { } known)
            return (known, seen.Model);
        using IDisposable change = await BeginChangeAsync(tenant, alias, cancellationToken);
        // Who had the gate may have published or filled it.
        if (await _table.LiveWithRecordsAsync(tenant, alias, cancellationToken) is not { } row)
            return null;
        if (Known(row) is { } filled)
            return (filled, row.Model);
        // One that was filled half, by a call that was cancelled, is brought up to date first.
        IVectorCollection opened = await OpenAsync(row, progress: null, cancellationToken) is { } held
            ? await SyncAsync(row, held, progress: null, cancellationToken)
            : _live[(tenant, alias)];
        await ForgetOthersAsync(tenant, alias, cancellationToken);
        return (opened, row.Model);
    }

    /// <summary>Adds or replaces records of the live collection: in the database first, then in the store.</summary>
    /// <exception cref="NotFoundException">Nothing is published under the alias.</exception>
    /// <exception cref="VectorStoreException">A record does not fit the schema; nothing was written.</exception>
    public async Task UpsertAsync(TenantId tenant, string alias, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        using IDisposable change = await BeginChangeAsync(tenant, alias, cancellationToken);
        (CollectionRow row, IVectorCollection collection) = await RequireLiveAsync(tenant, alias, cancellationToken);
        await WriteAsync(row, row.Schema(), collection, records, await NextStampAsync(row, cancellationToken), cancellationToken);
    }

    /// <summary>Deletes records of the live collection, in the database first; returns how many there were.</summary>
    /// <exception cref="NotFoundException">Nothing is published under the alias.</exception>
    public async Task<long> DeleteAsync(TenantId tenant, string alias, IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        using IDisposable change = await BeginChangeAsync(tenant, alias, cancellationToken);
        (CollectionRow row, IVectorCollection collection) = await RequireLiveAsync(tenant, alias, cancellationToken);
        long deleted = await _table.DeleteAsync(row, ids, cancellationToken);
        await collection.DeleteAsync(ids, cancellationToken);
        return deleted;
    }

    /// <summary>
    /// Makes every live collection of every tenant answer: what the store still holds is served as it is, what it does not hold, or
    /// holds in another shape, is filled from the database.
    /// </summary>
    /// <param name="progress">Told after each batch, and of each collection that is held.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>Names of collections that were held, which <see cref="SyncAsync(IProgress{RebuildProgress}, CancellationToken)"/> compares.</returns>
    /// <exception cref="InvalidDataException">Stored vectors are damaged.</exception>
    public async Task<IReadOnlyList<string>> OpenAsync(IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        List<string> held = [];
        await EachLiveAsync(
            async row =>
            {
                if (await OpenAsync(row, progress, cancellationToken) is { } found)
                    held.Add(found.Name);
                await ForgetOthersAsync(row.Tenant, row.Alias, cancellationToken);
            },
            cancellationToken);
        return held;
    }

    /// <summary>
    /// Compares every live collection of every tenant with the database and writes what differs: after a crash between the two, the
    /// store misses what was written last, or still has what was deleted.
    /// </summary>
    /// <param name="progress">Told after each page that was compared.</param>
    /// <param name="cancellationToken">Stops between pages.</param>
    /// <exception cref="InvalidDataException">Stored vectors are damaged.</exception>
    public Task SyncAsync(IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default) =>
        EachLiveAsync(
            async row =>
            {
                if (await OpenAsync(row, progress: null, cancellationToken) is { } held)
                    await SyncAsync(row, held, progress, cancellationToken);
            },
            cancellationToken);

    /// <summary>Opens the collections and brings them up to date with the database: at a start that can wait for it.</summary>
    /// <param name="progress">Told after each batch.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <exception cref="InvalidDataException">Stored vectors are damaged.</exception>
    public async Task RebuildAsync(IProgress<RebuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        if ((await OpenAsync(progress, cancellationToken)).Count > 0)
            await SyncAsync(progress, cancellationToken);
    }

    /// <summary>The derived collection of this name in the store; null where nobody derives it.</summary>
    public async Task<DerivedCollection?> OwnerAsync(TenantId tenant, string name, CancellationToken cancellationToken = default) =>
        (await _table.FindAsync(tenant, name, cancellationToken))?.ToCollection(store.Provider);

    /// <summary>The tenant's collections by alias, the live one of each first.</summary>
    public async Task<IReadOnlyList<DerivedCollection>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        [.. (await _table.OfTenantAsync(tenant, cancellationToken)).Select(row => row.ToCollection(store.Provider))];

    private IVectorCollection? Known(CollectionRow row) =>
        _live.TryGetValue((row.Tenant, row.Alias), out IVectorCollection? known) && known.Name == row.Name ? known : null;

    // Another process forgot them in the database and in its own store.
    private async Task ForgetOthersAsync(TenantId tenant, string alias, CancellationToken cancellationToken)
    {
        HashSet<string> kept = [.. (await _table.OfTenantAsync(tenant, cancellationToken)).Select(row => row.Name)];
        foreach (string name in await store.NamesAsync(tenant, cancellationToken))
        {
            if (name.StartsWith(alias + '@', StringComparison.Ordinal)
                && !kept.Contains(name)
                && await store.FindAsync(tenant, name, cancellationToken) is { } other
                && DerivedView.IsDerived(other))
                await store.DeleteAsync(tenant, name, cancellationToken);
        }
    }

    private async Task EachLiveAsync(Func<CollectionRow, Task> work, CancellationToken cancellationToken)
    {
        foreach (CollectionRow seen in await _table.AllLiveAsync(cancellationToken))
        {
            using IDisposable change = await BeginChangeAsync(seen.Tenant, seen.Alias, cancellationToken);
            // A publication that came meanwhile is not undone.
            if (await _table.LiveWithRecordsAsync(seen.Tenant, seen.Alias, cancellationToken) is { } row)
                await work(row);
        }
    }

    private ValueTask<IVectorCollection> OpenStoredAsync(CollectionRow row, CancellationToken cancellationToken) =>
        store.CollectionAsync(row.Tenant, row.Name, schema => DeclareStored(row, schema), cancellationToken);

    private static void DeclareStored(CollectionRow row, CollectionSchemaBuilder schema)
    {
        row.Declare(schema);
        DerivedView.Declare(schema);
    }

    private static bool IsShapedLike(IVectorCollection collection, CollectionRow row) =>
        collection.Schema.Equals(CollectionSchema.Create(schema => DeclareStored(row, schema)));

    /// <summary>Makes the collection live; it is filled where the store does not hold it, which is told by null.</summary>
    private async Task<IVectorCollection?> OpenAsync(CollectionRow row, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        if (await FindAsync(row, cancellationToken) is not { } found || !IsShapedLike(found, row))
        {
            await FillAsync(row, progress, cancellationToken);
            return null;
        }
        if (Known(row) is null)
            _live[(row.Tenant, row.Alias)] = DerivedView.Of(found);
        progress?.Report(new RebuildProgress(row.Tenant, row.Name, row.Records, row.Records));
        return found;
    }

    // The database has all that damaged files had.
    private async Task<IVectorCollection?> FindAsync(CollectionRow row, CancellationToken cancellationToken)
    {
        try
        {
            return await store.FindAsync(row.Tenant, row.Name, cancellationToken);
        }
        catch (DamagedFileException)
        {
            return null;
        }
    }

    private async Task FillAsync(CollectionRow row, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        CollectionSchema schema = row.Schema();
        await store.DeleteAsync(row.Tenant, row.Name, cancellationToken);
        IVectorCollection collection = await OpenStoredAsync(row, cancellationToken);
        string last = "";
        long done = 0;
        while (await _table.PageAsync(row, last, BatchRecords, cancellationToken) is { Count: > 0 } page)
        {
            await collection.UpsertAsync([.. page.Select(embedding => embedding.ToStored(schema))], cancellationToken);
            last = page[^1].Id;
            done += page.Count;
            progress?.Report(new RebuildProgress(row.Tenant, row.Name, done, row.Records));
        }
        _live[(row.Tenant, row.Alias)] = DerivedView.Of(collection);
    }

    /// <summary>Brings what the store holds up to date, and gives it as programs see it.</summary>
    private async Task<IVectorCollection> SyncAsync(
        CollectionRow row, IVectorCollection stored, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await CompareAsync(row, stored, progress, cancellationToken);
        }
        catch (DamagedFileException)
        {
            await FillAsync(row, progress, cancellationToken);
        }
        return _live[(row.Tenant, row.Alias)];
    }

    private async Task CompareAsync(
        CollectionRow row, IVectorCollection stored, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        CollectionSchema schema = row.Schema();
        long now = UnixMicros.Now(clock);
        string last = "";
        long done = 0, alive = 0;
        while (await _table.StampsAsync(row, last, ComparedRecords, cancellationToken) is { Count: > 0 } page)
        {
            EmbeddingStamp[] kept = [.. page.Where(stamp => !(stamp.ExpiresAt <= now))];
            IReadOnlyList<VectorRecord> held = await stored.GetAsync([.. kept.Select(stamp => stamp.Id)], includeVectors: false, cancellationToken);
            Dictionary<string, long> stamps = held.ToDictionary(record => record.Id, DerivedView.StampOf, StringComparer.Ordinal);
            foreach (EmbeddingStamp[] some in kept.Where(stamp => stamps.GetValueOrDefault(stamp.Id) != stamp.UpdatedAt).Chunk(BatchRecords))
            {
                IReadOnlyList<EmbeddingRow> rows = await _table.ReadAsync(row, [.. some.Select(stamp => stamp.Id)], cancellationToken);
                await stored.UpsertAsync([.. rows.Select(embedding => embedding.ToStored(schema))], cancellationToken);
            }
            last = page[^1].Id;
            done += page.Count;
            alive += kept.Length;
            progress?.Report(new RebuildProgress(row.Tenant, row.Name, done, row.Records));
        }
        if (await stored.CountAsync(cancellationToken: cancellationToken) != alive)
            await DeleteUnknownAsync(row, stored, cancellationToken);
    }

    private async Task DeleteUnknownAsync(CollectionRow row, IVectorCollection stored, CancellationToken cancellationToken)
    {
        string? cursor = null;
        do
        {
            ScrollPage page = await stored.ScrollAsync(new ScrollQuery { Limit = BatchRecords, Cursor = cursor }, cancellationToken);
            string[] ids = [.. page.Records.Select(record => record.Id)];
            IReadOnlyList<string> known = await _table.KnownAsync(row, ids, cancellationToken);
            if (known.Count < ids.Length)
                await stored.DeleteAsync([.. ids.Except(known, StringComparer.Ordinal)], cancellationToken);
            cursor = page.Cursor;
        }
        while (cursor is not null);
    }

    // No two changes of a record may have the same time, or the store's copy could not be told from the one before.
    private async Task<long> NextStampAsync(CollectionRow row, CancellationToken cancellationToken) =>
        _stamps[(row.Tenant, row.Name)] = _stamps.TryGetValue((row.Tenant, row.Name), out long last)
            ? Math.Max(last + 1, UnixMicros.Now(clock))
            : await _table.NextChangeAsync(row, cancellationToken);

    private async Task WriteAsync(
        CollectionRow row, CollectionSchema schema, IVectorCollection collection, IReadOnlyList<VectorRecord> records, long updatedAt, CancellationToken cancellationToken)
    {
        IReadOnlyList<VectorRecord> bound = schema.Bind(records);
        await _table.WriteAsync(row, schema, bound, updatedAt, cancellationToken);
        // Binding made the payloads, so they are nobody else's.
        foreach (VectorRecord record in bound)
            record.Payload[DerivedView.StampField] = updatedAt;
        await collection.UpsertAsync(bound, cancellationToken);
    }

    private async Task<(CollectionRow Row, IVectorCollection Collection)> RequireLiveAsync(TenantId tenant, string alias, CancellationToken cancellationToken)
    {
        CollectionRow row = await _table.LiveAsync(tenant, alias, cancellationToken) ?? throw new NotFoundException("collection", alias);
        return (row, await OpenStoredAsync(row, cancellationToken));
    }

    /// <summary>One change of an alias at a time: what is written while a collection is filled must not go to the one that it replaces.</summary>
    private async Task<IDisposable> BeginChangeAsync(TenantId tenant, string alias, CancellationToken cancellationToken)
    {
        SemaphoreSlim gate = _changes.GetOrAdd((tenant, alias), _ => new SemaphoreSlim(1));
        await gate.WaitAsync(cancellationToken);
        return new Change(gate);
    }

    private sealed class Change(SemaphoreSlim gate) : IDisposable
    {
        public void Dispose() => gate.Release();
    }
}
