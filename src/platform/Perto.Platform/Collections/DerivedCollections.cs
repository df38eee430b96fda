using System.Collections.Concurrent;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform;

/// <summary>
/// Vector collections as something that is made from the database. Embeddings are written there first; the vector store holds a
/// copy that can be made again. Programs know a collection by its alias; behind it stands one physical collection for each model,
/// because vectors of two models are not in one space, also where their dimension is equal.
/// </summary>
public sealed partial class DerivedCollections
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan TryAgain = TimeSpan.FromMilliseconds(100);

    private readonly IVectorStore _store;
    private readonly TimeProvider _clock;
    private readonly bool _storeIsShared;
    private readonly ConcurrentDictionary<(TenantId Tenant, string Alias), LiveView> _live = new();
    private volatile bool _opened;

    /// <param name="database">Keeps the embeddings.</param>
    /// <param name="store">Holds the copies. The embedded one is this process's own; any other is taken for one that all processes share.</param>
    /// <param name="clock">Gives times of change.</param>
    public DerivedCollections(IDatabase database, IVectorStore store, TimeProvider clock)
    {
        _store = store;
        _clock = clock;
        _storeIsShared = store.Provider != OwnProvider;
        Table = new EmbeddingTable(database, clock);
        Locks = new CollectionLocks(database, _storeIsShared, clock);
        Copy = new StoreCopy(store, Table, Locks, clock);
    }

    /// <summary>The provider whose collections other processes do not see.</summary>
    internal static string OwnProvider => "embedded";

    internal EmbeddingTable Table { get; }

    internal CollectionLocks Locks { get; }

    internal StoreCopy Copy { get; }

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
        CollectionRow asked = CollectionRow.Of(tenant, alias, model, declared, UnixMicros.Now(_clock));
        // The store knows which names it takes; asked before anything is written.
        await _store.FindAsync(tenant, asked.Name, cancellationToken);
        await using CollectionLock change = await Locks.ChangeAsync(tenant, alias, cancellationToken);
        CollectionRow row = await Table.BeginAsync(asked, change.Lease, cancellationToken);
        bool inPlace = row.State == "live";
        if (inPlace && !row.Schema().Equals(declared))
            throw new ConflictException("collection_schema", $"{row.Name} is live with another schema ({row.Schema()}); publish under another model id");
        if (!inPlace)
            await _store.DeleteAsync(tenant, row.Name, cancellationToken);

        IVectorCollection collection = inPlace ? await OpenToWriteAsync(row, cancellationToken) : await Copy.CreateAsync(row, cancellationToken);
        long stamp = await Table.NextChangeAsync(row, change.Lease, cancellationToken);
        await foreach (VectorRecord[] batch in records.Chunk(StoreCopy.BatchRecords).WithCancellation(cancellationToken))
        {
            IReadOnlyList<VectorRecord> bound = declared.Bind(batch);
            await Table.WriteAsync(row, declared, bound, stamp, change.Lease, cancellationToken);
            await Copy.PutAsync(row, declared, collection, bound, stamp, cancellationToken);
        }
        if (inPlace)
        {
            await Copy.DeleteAsync(row, declared, collection, await Table.DeleteOthersAsync(row, stamp, change.Lease, cancellationToken), cancellationToken);
            return;
        }

        IReadOnlyList<string> forgotten = await Table.SwitchAsync(row, change.Lease, together: null, cancellationToken);
        Adopt(row, collection);
        await Copy.ForgetAsync(tenant, forgotten, CancellationToken.None);
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
    /// <remarks>
    /// Ask for each request and do not keep it: the next publication leads elsewhere. One of another process is seen within a second, where
    /// the store does not share it as soon as it is filled here.
    /// </remarks>
    public async Task<IVectorCollection?> LiveAsync(TenantId tenant, string alias, CancellationToken cancellationToken = default)
    {
        _live.TryGetValue((tenant, alias), out LiveView? known);
        if (known is not null && _clock.GetElapsedTime(known.LookedAt) < LookEvery)
            return known.Collection;
        if (await Table.LiveAsync(tenant, alias, cancellationToken) is not { } row)
            return known?.Collection;
        // In a store that is shared another process may have made it anew, and what is held here leads to what is no more.
        if (!_storeIsShared && Known(row) is { } same)
        {
            _live[(tenant, alias)] = same with { LookedAt = _clock.GetTimestamp() };
            return same.Collection;
        }
        // What is filled at this moment lacks most of what it is to hold.
        if (Copy.IsFilling(row)
            || await Locks.IsFillingAsync(tenant, alias, cancellationToken)
            || await Copy.FindAsync(row, cancellationToken) is not { } found)
            return known?.Collection;
        // One of this process's own may be of what had the name before: FollowAsync knows it only when it has compared it.
        return Adopt(_storeIsShared ? row : row with { CreatedAt = 0 }, found);
    }

    /// <summary>
    /// What the alias leads to in the database, also where another process published it: a store that does not hold it yet is
    /// filled first. Null when nothing is published.
    /// </summary>
    /// <remarks>
    /// Reads the database each time. It follows a publication under another model; what another process changed in a collection
    /// that this one holds a copy of its own of comes with <see cref="RebuildAsync"/>.
    /// </remarks>
    /// <exception cref="InvalidDataException">Stored vectors are damaged.</exception>
    public async Task<(IVectorCollection Collection, string Model)?> OpenLiveAsync(
        TenantId tenant, string alias, CancellationToken cancellationToken = default)
    {
        if (await Table.LiveAsync(tenant, alias, cancellationToken) is not { } seen)
            return null;
        if (Known(seen) is { } known)
            return (known.Collection, seen.Model);
        await using CollectionLock gate = await Locks.WriteAsync(tenant, alias, cancellationToken);
        // Who had the gate may have published or filled it.
        if (await Table.LiveWithRecordsAsync(tenant, alias, cancellationToken) is not { } row)
            return null;
        if (Known(row) is { } filled)
            return (filled.Collection, row.Model);
        // One that was filled half, by a call that was cancelled, is brought up to date first.
        if (await OpenAsync(row, progress: null, cancellationToken) is { } held)
            await SyncAsync(row, held, progress: null, cancellationToken);
        await ForgetOthersAsync(tenant, alias, cancellationToken);
        return (_live[(tenant, alias)].Collection, row.Model);
    }

    /// <summary>
    /// Opens what other processes published since, so that searches here are led to it: called every few seconds, once
    /// <see cref="OpenAsync(IProgress{RebuildProgress}, CancellationToken)"/> has opened all.
    /// </summary>
    /// <exception cref="InvalidDataException">Stored vectors are damaged.</exception>
    public async Task FollowAsync(CancellationToken cancellationToken = default)
    {
        if (!_opened)
            return;
        foreach (CollectionRow row in await Table.LookAsync(cancellationToken))
        {
            if (Known(row) is null)
                await OpenLiveAsync(row.Tenant, row.Alias, cancellationToken);
        }
    }

    /// <summary>Adds or replaces records of the live collection: in the database first, then in the store.</summary>
    /// <remarks>It waits while another process publishes under the alias, and goes to what is live afterwards.</remarks>
    /// <exception cref="NotFoundException">Nothing is published under the alias.</exception>
    /// <exception cref="VectorStoreException">A record does not fit the schema; nothing was written.</exception>
    public async Task UpsertAsync(TenantId tenant, string alias, IReadOnlyList<VectorRecord> records, CancellationToken cancellationToken = default)
    {
        await using CollectionLock gate = await Locks.WriteAsync(tenant, alias, cancellationToken);
        while (true)
        {
            CollectionRow row = await Table.LiveAsync(tenant, alias, cancellationToken) ?? throw new NotFoundException("collection", alias);
            CollectionSchema schema = row.Schema();
            IReadOnlyList<VectorRecord> bound = schema.Bind(records);
            if (await Table.TryWriteAsync(row, schema, bound, Locks.Leases, cancellationToken) is { } stamp)
            {
                await Copy.PutAsync(row, schema, await OpenToWriteAsync(row, cancellationToken), bound, stamp, cancellationToken);
                return;
            }
            await Task.Delay(TryAgain, _clock, cancellationToken);
        }
    }

    /// <summary>Deletes records of the live collection, in the database first; returns how many there were.</summary>
    /// <remarks>It waits while another process publishes under the alias.</remarks>
    /// <exception cref="NotFoundException">Nothing is published under the alias.</exception>
    public async Task<long> DeleteAsync(TenantId tenant, string alias, IReadOnlyList<string> ids, CancellationToken cancellationToken = default)
    {
        await using CollectionLock gate = await Locks.WriteAsync(tenant, alias, cancellationToken);
        while (true)
        {
            CollectionRow row = await Table.LiveAsync(tenant, alias, cancellationToken) ?? throw new NotFoundException("collection", alias);
            if (await Table.TryDeleteAsync(row, ids, Locks.Leases, cancellationToken) is { } deleted)
            {
                await Copy.DeleteAsync(row, row.Schema(), await OpenToWriteAsync(row, cancellationToken), ids, cancellationToken);
                return deleted;
            }
            await Task.Delay(TryAgain, _clock, cancellationToken);
        }
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
        _opened = true;
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
        (await Table.FindAsync(tenant, name, cancellationToken))?.ToCollection(_store.Provider);

    /// <summary>The tenant's collections by alias, the live one of each first.</summary>
    public async Task<IReadOnlyList<DerivedCollection>> ListAsync(TenantId tenant, CancellationToken cancellationToken = default) =>
        [.. (await Table.OfTenantAsync(tenant, cancellationToken)).Select(row => row.ToCollection(_store.Provider))];

    /// <summary>Leads searches of this process to a collection of the store.</summary>
    internal IVectorCollection Adopt(CollectionRow row, IVectorCollection collection)
    {
        IVectorCollection view = DerivedView.Of(collection);
        _live[(row.Tenant, row.Alias)] = new LiveView(view, row.CreatedAt, _clock.GetTimestamp());
        return view;
    }

    // A model that was replaced and is published again has the name that it had, and another collection.
    private LiveView? Known(CollectionRow row) =>
        _live.TryGetValue((row.Tenant, row.Alias), out LiveView? known) && known.Collection.Name == row.Name && known.CreatedAt == row.CreatedAt
            ? known
            : null;

    // Another process forgot them in the database and in its own store, or died before it did so in the store.
    private async Task ForgetOthersAsync(TenantId tenant, string alias, CancellationToken cancellationToken)
    {
        string[] found = [.. (await _store.NamesAsync(tenant, cancellationToken)).Where(name => name.StartsWith(alias + '@', StringComparison.Ordinal))];
        if (found.Length == 0 || await UnknownAsync() is not { Count: > 0 })
            return;

        // In a store that is shared one of them may be begun anew at this moment, by who has the lease.
        await using KeptLease? lease = _storeIsShared
            ? await Locks.Leases.TryKeepAsync(CollectionLocks.ChangeLease(tenant, alias), CollectionLocks.LeaseTime, cancellationToken)
            : null;
        if (_storeIsShared && lease is null)
            return;
        foreach (string name in await UnknownAsync())
        {
            if (await _store.FindAsync(tenant, name, cancellationToken) is { } other && DerivedView.IsDerived(other))
                await _store.DeleteAsync(tenant, name, cancellationToken);
        }

        async Task<IReadOnlyList<string>> UnknownAsync()
        {
            HashSet<string> kept = [.. (await Table.OfTenantAsync(tenant, cancellationToken)).Select(row => row.Name)];
            return [.. found.Where(name => !kept.Contains(name))];
        }
    }

    private async Task EachLiveAsync(Func<CollectionRow, Task> work, CancellationToken cancellationToken)
    {
        foreach (CollectionRow seen in await Table.AllLiveAsync(cancellationToken))
        {
            await using CollectionLock gate = await Locks.WriteAsync(seen.Tenant, seen.Alias, cancellationToken);
            // A publication that came meanwhile is not undone.
            if (await Table.LiveWithRecordsAsync(seen.Tenant, seen.Alias, cancellationToken) is { } row)
                await work(row);
        }
    }

    /// <summary>Makes the collection live; it is filled where the store does not hold it, which is told by null.</summary>
    private async Task<IVectorCollection?> OpenAsync(CollectionRow row, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        (IVectorCollection collection, bool filled) = await Copy.OpenAsync(row, progress, cancellationToken);
        if (filled || Known(row) is null)
            Adopt(row, collection);
        if (filled)
            return null;
        progress?.Report(new RebuildProgress(row.Tenant, row.Name, row.Records, row.Records));
        return collection;
    }

    /// <summary>The live collection in the store, filled where it is not there: a record alone would be taken for all of it.</summary>
    private async Task<IVectorCollection> OpenToWriteAsync(CollectionRow row, CancellationToken cancellationToken) =>
        (await Copy.OpenAsync(row, progress: null, cancellationToken)).Collection;

    /// <summary>Brings what the store holds up to date.</summary>
    private async Task SyncAsync(
        CollectionRow row, IVectorCollection stored, IProgress<RebuildProgress>? progress, CancellationToken cancellationToken)
    {
        try
        {
            await Copy.CompareAsync(row, stored, progress, cancellationToken);
        }
        catch (DamagedFileException)
        {
            Adopt(row, await Copy.FillAsync(row, progress, cancellationToken));
        }
    }

    private sealed record LiveView(IVectorCollection Collection, long CreatedAt, long LookedAt);
}
