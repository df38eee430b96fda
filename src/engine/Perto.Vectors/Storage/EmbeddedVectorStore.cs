using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace Perto.Vectors.Storage;

/// <summary>
/// Collections of this process: in its memory, gone with it (<see cref="EmbeddedVectorStore(TimeProvider?)"/>), or kept in a folder that it
/// alone uses (<see cref="Open(string, EmbeddedStoreOptions?, TimeProvider?)"/>).
/// </summary>
/// <remarks>
/// Of a store in a folder every operation may throw a <see cref="StorageException"/>: the disk is full, or a file is not what was written
/// (<see cref="DamagedFileException"/>). A write that throws one is not acknowledged; it may be there after the next opening all the same.
/// </remarks>
public sealed class EmbeddedVectorStore : IVectorStore, IAsyncDisposable, IDisposable
{
    private const int ClosedAtOnce = 16;

    private readonly TimeProvider _clock;
    private readonly StoreFolder? _folder;
    private readonly int _indexThreads;
    private readonly ConcurrentDictionary<(TenantId Tenant, string Name), EmbeddedVectorCollection> _collections = new();

    // A collection is opened, made, verified or deleted by one at a time.
    private readonly CollectionTurns _turns = new();
    private readonly SemaphoreSlim _disposing = new(1, 1);
    private volatile bool _disposed;

    /// <summary>A store in memory. What is written is gone with the process.</summary>
    /// <param name="clock">Says when records expire; the machine's clock, if it is left out.</param>
    public EmbeddedVectorStore(TimeProvider? clock = null)
    {
        _clock = clock ?? TimeProvider.System;
        _indexThreads = new EmbeddedStoreOptions().IndexThreads;
    }

    private EmbeddedVectorStore(StoreFolder folder, int indexThreads, TimeProvider clock)
    {
        _folder = folder;
        _indexThreads = indexThreads;
        _clock = clock;
    }

    /// <inheritdoc/>
    public string Provider => "embedded";

    /// <inheritdoc/>
    public VectorStoreCapabilities Capabilities => VectorStoreCapabilities.All;

    /// <summary>Opens the store that a folder keeps; an empty one where the folder is empty or missing. Collections are opened when they are used.</summary>
    /// <param name="folder">The folder, for this store alone: one process owns it until the store is disposed.</param>
    /// <param name="options">How it works.</param>
    /// <param name="clock">Says when records expire; the machine's clock, if it is left out.</param>
    /// <exception cref="VectorStoreException">An option is out of its range.</exception>
    /// <exception cref="StorageException">Another process owns the folder, or it cannot be used.</exception>
    public static EmbeddedVectorStore Open(string folder, EmbeddedStoreOptions? options = null, TimeProvider? clock = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        options ??= new EmbeddedStoreOptions();
        options.Check();
        return Open(new DiskFiles(folder), options, clock);
    }

    /// <inheritdoc cref="Open(string, EmbeddedStoreOptions?, TimeProvider?)"/>
    /// <param name="files">The files of the folder.</param>
    internal static EmbeddedVectorStore Open(IFiles files, EmbeddedStoreOptions options, TimeProvider? clock = null)
    {
        options.Check();
        clock ??= TimeProvider.System;
        return new EmbeddedVectorStore(StoreFolder.Open(files, options, clock), options.IndexThreads, clock);
    }

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection> CollectionAsync(
        TenantId tenant, string name, Action<CollectionSchemaBuilder> schema, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (TenantId Tenant, string Name) key = Key(tenant, name);
        CollectionSchema asked = CollectionSchema.Create(schema);
        asked.CheckSupported(Provider, Capabilities);
        EmbeddedVectorCollection collection = (await OpenAsync(key, asked, cancellationToken))!;
        return collection.Schema.Equals(asked)
            ? collection
            : throw new VectorStoreException("schema", asked, $"the one that collection '{name}' was created with ({collection.Schema})");
    }

    /// <inheritdoc/>
    public async ValueTask<IVectorCollection?> FindAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return await OpenAsync(Key(tenant, name), asked: null, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask<bool> DeleteAsync(TenantId tenant, string name, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (TenantId Tenant, string Name) key = Key(tenant, name);
        using IDisposable turn = await _turns.TakeAsync(key, cancellationToken);
        ObjectDisposedException.ThrowIf(_disposed, this);
        bool existed = _collections.TryRemove(key, out EmbeddedVectorCollection? collection);
        if (collection is not null)
            await collection.CloseAsync(keepsFiles: false);
        return _folder?.Delete(key.Tenant, key.Name) ?? existed;
    }

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<string>> NamesAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        CheckTenant(tenant);
        ObjectDisposedException.ThrowIf(_disposed, this);
        IEnumerable<string> names = _folder?.Names(tenant) ?? _collections.Keys.Where(key => key.Tenant == tenant).Select(key => key.Name);
        return ValueTask.FromResult<IReadOnlyList<string>>([.. names.Order(StringComparer.Ordinal)]);
    }

    /// <summary>The tenants that have collections, in ordinal order.</summary>
    public IReadOnlyList<TenantId> Tenants()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        IEnumerable<TenantId> tenants = _folder?.Collections().Select(found => new TenantId(found.Tenant)) ?? _collections.Keys.Select(key => key.Tenant);
        return [.. tenants.Distinct().OrderBy(tenant => tenant.Value, StringComparer.Ordinal)];
    }

    /// <summary>Brings all that is written to segments, so that opening replays nothing. Nothing for a store in memory.</summary>
    /// <exception cref="VectorStoreException">The collection is not of this store.</exception>
    /// <exception cref="StorageException">A file cannot be written; nothing is lost.</exception>
    public Task CheckpointAsync(IVectorCollection collection, CancellationToken cancellationToken = default) =>
        Own(collection).Files?.CheckpointAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>
    /// Takes the space of replaced, deleted and expired records back now; it happens by itself when they are a third. Readers and writers go on.
    /// Nothing for a store in memory.
    /// </summary>
    /// <param name="collection">A collection of this store.</param>
    /// <param name="progress">Told how many rows were looked at.</param>
    /// <param name="cancellationToken">Gives up; nothing has changed then.</param>
    /// <exception cref="VectorStoreException">The collection is not of this store.</exception>
    /// <exception cref="StorageException">A file cannot be written; nothing is lost.</exception>
    public Task CompactAsync(IVectorCollection collection, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        Own(collection).Files?.CompactAsync(progress, cancellationToken) ?? Task.CompletedTask;

    /// <summary>
    /// Reads every byte of the files of all collections, and compares their indexes of ids with their rows. Open collections get a checkpoint
    /// first; readers and writers go on. Nothing is repaired.
    /// </summary>
    /// <param name="progress">Told how many bytes of the collection at hand were read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>All that is wrong; empty where all is well, and for a store in memory.</returns>
    /// <exception cref="StorageException">A checkpoint cannot be made, or a folder cannot be listed.</exception>
    public async Task<IReadOnlyList<StorageProblem>> VerifyAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        List<StorageProblem> problems = [];
        if (_folder is null)
            return problems;
        foreach (CollectionFolder found in _folder.Collections())
            problems.AddRange(await VerifyAsync(_folder, found, progress, cancellationToken));
        return problems;
    }

    /// <summary>
    /// Makes a checkpoint of each collection and lets the folder go. If one fails nothing is lost: the log has it
    /// (<see cref="EmbeddedStoreOptions.BackgroundFault"/> is told).
    /// </summary>
    /// <exception cref="StorageException">What waited to be committed cannot be; all other collections are closed.</exception>
    /// <exception cref="AggregateException">The same of several collections.</exception>
    public async ValueTask DisposeAsync()
    {
        await _disposing.WaitAsync(CancellationToken.None);
        try
        {
            if (_disposed)
                return;
            _disposed = true;
            // Whoever opens or deletes a collection ends first; whoever comes later is refused.
            await _turns.EndedAsync();
            ConcurrentQueue<Exception> faults = [];
            // They wait for the disk, most of the time.
            await Parallel.ForEachAsync(
                _collections.Values,
                new ParallelOptions { MaxDegreeOfParallelism = ClosedAtOnce },
                async (collection, _) =>
                {
                    try
                    {
                        await collection.CloseAsync(keepsFiles: true);
                    }
                    catch (Exception fault)
                    {
                        faults.Enqueue(fault);
                    }
                });
            // Nobody writes any more.
            _folder?.Dispose();
            if (faults.Count > 1)
                throw new AggregateException(faults);
            if (faults.TryDequeue(out Exception? only))
                ExceptionDispatchInfo.Throw(only);
        }
        finally
        {
            _disposing.Release();
        }
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose() => Task.Run(() => DisposeAsync().AsTask()).GetAwaiter().GetResult();

    private async ValueTask<EmbeddedVectorCollection?> OpenAsync(
        (TenantId Tenant, string Name) key, CollectionSchema? asked, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_collections.TryGetValue(key, out EmbeddedVectorCollection? open))
            return open;
        if (_folder is null && asked is null)
            return null;
        using IDisposable turn = await _turns.TakeAsync(key, cancellationToken);
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_collections.TryGetValue(key, out open))
            return open;
        DurableCollection? files = _folder?.Find(key.Tenant, key.Name) ?? (asked is null ? null : _folder?.Create(key.Tenant, key.Name, asked));
        if (files is null && (asked is null || _folder is not null))
            return null;
        open = new EmbeddedVectorCollection(key.Tenant, key.Name, files?.Collection ?? new EmbeddedCollection(asked!), files, _indexThreads, _clock);
        _collections[key] = open;
        return open;
    }

    private async Task<IReadOnlyList<StorageProblem>> VerifyAsync(
        StoreFolder folder, CollectionFolder found, IProgress<long>? progress, CancellationToken cancellationToken)
    {
        (TenantId, string) key = (new TenantId(found.Tenant), found.Name);
        // Nobody opens or deletes it meanwhile.
        using (await _turns.TakeAsync(key, cancellationToken))
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_collections.ContainsKey(key))
                return await Task.Run(() => folder.Verify(found, progress, cancellationToken), cancellationToken);
        }
        return _collections.GetValueOrDefault(key)?.Files is { } open ? await open.VerifyAsync(progress, cancellationToken) : [];
    }

    private EmbeddedVectorCollection Own(IVectorCollection collection)
    {
        ArgumentNullException.ThrowIfNull(collection);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return collection is EmbeddedVectorCollection own && _collections.GetValueOrDefault((own.Tenant, own.Name)) == own
            ? own
            : throw new VectorStoreException("collection", collection.Name, "one of this store that was not deleted");
    }

    private static (TenantId Tenant, string Name) Key(TenantId tenant, string name)
    {
        CheckTenant(tenant);
        return (tenant, CollectionName.Check(name));
    }

    // default(TenantId) names nobody, and says so when it is read.
    private static void CheckTenant(TenantId tenant) => _ = tenant.Value;
}
