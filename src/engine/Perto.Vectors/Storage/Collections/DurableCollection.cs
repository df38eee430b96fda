namespace Perto.Vectors.Storage;

/// <summary>
/// A collection on disk: the rows in memory and in segments, the log that every write goes to first, and the checkpoints that make the log
/// short. A write is shown when the log has it, as the <see cref="CommitMode"/> says; so readers never see what a crash could take back.
/// </summary>
/// <remarks>
/// One thing at a time is done to the files: a checkpoint, a compaction or a verification. Writers and readers go on meanwhile.
/// </remarks>
internal sealed partial class DurableCollection : IAsyncDisposable
{
    // Writers wait when the log has more to write.
    private const long MostPendingBytes = 64L << 20;

    // Below it copying is not worth the trouble.
    private const int FewDead = 1024;

    // Writers wait a little each when so many full segments are in memory and the files are at work.
    private const int MostUnsealed = 4;
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(100);

    private readonly IFiles _files;
    private readonly CollectionFolder _folder;
    private readonly EmbeddedStoreOptions _options;
    private readonly WriteJournal _journal;
    private readonly WriteAheadLog _log;
    private readonly TimeProvider _clock;
    private readonly SemaphoreSlim _tending = new(1, 1);
    private readonly CancellationTokenSource _closing = new();
    private readonly Lock _starting = new();

    // Of whoever tends the files.
    private Manifest _manifest;
    private List<ManifestSegment> _sealed;
    private long _generation;
    private long _nextFile;
    private long _graphRows;
    private bool _closed;

    // Guarded by the lock.
    private Task _background = Task.CompletedTask;
    private bool _backgroundRuns;

    private StorageException? _backgroundFault;
    private long _retryAtBytes;
    private long _checkpointBytes;
    private int _disposed;

    private DurableCollection(
        IFiles files, CollectionFolder folder, EmbeddedStoreOptions options, TimeProvider clock, RecoveredCollection recovered, long nextFile)
    {
        _files = files;
        _folder = folder;
        _options = options;
        _clock = clock;
        _manifest = recovered.Manifest;
        _sealed = [.. recovered.Sealed];
        _generation = recovered.Manifest.Generation + recovered.Renumbered;
        _nextFile = nextFile;
        _journal = new WriteJournal(recovered.Table.Schema, folder.Path);
        Collection = new EmbeddedCollection(recovered.Table, recovered.Version, _journal);
        _log = WriteAheadLog.Open(
            files, folder.Path, new LogOptions { Mode = options.Commit, Interval = options.CommitInterval }, clock, recovered.NextLog,
            recovered.Sequence + 1, Collection.Show);
        _journal.Start(_log, recovered.Sequence, recovered.Log.Bytes);
        if (_manifest.Graph > 0)
            LoadGraphs(recovered);
    }

    /// <summary>The records. Writes go through <see cref="WriteAsync"/>, which waits for the log.</summary>
    public EmbeddedCollection Collection { get; }

    /// <summary>Completes when what has become due by now is done.</summary>
    public Task Tended
    {
        get
        {
            lock (_starting)
                return _background;
        }
    }

    /// <summary>Whether it is closed or about to be.</summary>
    internal bool IsClosing => _closing.IsCancellationRequested;

    /// <summary>Makes a collection that does not exist, durably.</summary>
    /// <exception cref="StorageException">A file cannot be written.</exception>
    public static DurableCollection Create(
        IFiles files, CollectionFolder folder, CollectionSchema schema, EmbeddedStoreOptions options, TimeProvider clock)
    {
        files.CreateFolder(folder.Path);
        files.SyncFolder("");
        files.SyncFolder(folder.Above);
        ManifestFile.Write(files, folder, new Manifest
        {
            Tenant = folder.Tenant,
            Name = folder.Name,
            Vectors = schema.Vectors,
            Payload = schema.Payload,
            Generation = 1,
            RowsOfSegment = options.RowsOfSegment ?? SegmentSize.Of(schema, options.SegmentBytes),
            Version = 0,
            Segments = [],
            Dead = 0,
            Tombstones = 0,
            Graph = 0,
            Log = 1,
            Sequence = 0,
        });
        return Open(files, folder, options, clock);
    }

    /// <summary>Opens a collection that exists.</summary>
    /// <exception cref="DamagedFileException">A file is not what was written.</exception>
    /// <exception cref="StorageException">A file cannot be read, or a later release wrote it.</exception>
    public static DurableCollection Open(IFiles files, CollectionFolder folder, EmbeddedStoreOptions options, TimeProvider clock)
    {
        // Looked at before anything is deleted: numbers are not used twice.
        long lastFile = files.Files(folder.Path).Select(CollectionFolder.NumberOf).DefaultIfEmpty().Max();
        RecoveredCollection recovered = CollectionRecovery.Run(files, folder, settles: true);
        // The manifest that was read is made durable before what a former one needs goes.
        files.SyncFolder(folder.Path);
        folder.RemoveOrphans(files, recovered.Manifest);
        DurableCollection collection = new(files, folder, options, clock, recovered, lastFile + 1);
        collection.Tend();
        return collection;
    }

    /// <summary>Writes, and waits until the write is committed and shown.</summary>
    /// <exception cref="StorageException">The log is broken, or breaks.</exception>
    public async ValueTask<long> WriteAsync(Func<EmbeddedCollection, Written> write, CancellationToken cancellationToken)
    {
        if (_log.PendingBytes > MostPendingBytes)
            await _log.CommittedAsync(_journal.Sequence).WaitAsync(cancellationToken);
        // Dead rows must not come faster than they go.
        if (Collection.Snapshot is var before && before.Dead > Math.Max(2 * FewDead, before.Rows / 3 * 2))
            await Tended.WaitAsync(cancellationToken);
        await PauseAsync(cancellationToken);
        Written written = write(Collection);
        await _log.CommittedAsync(written.Sequence);
        Tend();
        return written.Records;
    }

    // New rows must not come faster than full segments go to files.
    private async ValueTask PauseAsync(CancellationToken cancellationToken)
    {
        if (_options.MaintainsItself && Unsealed(Collection.Snapshot) > MostUnsealed && await _tending.WaitAsync(LongestPause, cancellationToken))
            _tending.Release();
    }

    /// <summary>Brings all that is written to segments, so that opening replays nothing.</summary>
    /// <exception cref="StorageException">A file cannot be written; the log still has everything.</exception>
    /// <exception cref="ObjectDisposedException">It is closed, or is being closed.</exception>
    public Task CheckpointAsync(CancellationToken cancellationToken) => TendingAsync(_ => CheckpointAsync(savesGraphs: false), cancellationToken);

    /// <summary>Takes the space of dead records back.</summary>
    /// <param name="progress">Told how many rows are looked at.</param>
    /// <param name="cancellationToken">Gives up; nothing has changed then.</param>
    /// <exception cref="StorageException">A file cannot be written; nothing has changed.</exception>
    /// <exception cref="ObjectDisposedException">It is closed, or is being closed; nothing has changed then.</exception>
    public Task CompactAsync(IProgress<long>? progress, CancellationToken cancellationToken) =>
        TendingAsync(stopping => CompactNowAsync(progress, stopping), cancellationToken);

    /// <summary>Reads every byte of its files after a checkpoint, and tells what is wrong with them. Readers and writers go on.</summary>
    /// <exception cref="StorageException">The checkpoint cannot be made.</exception>
    /// <exception cref="ObjectDisposedException">It is closed, or is being closed.</exception>
    public async Task<IReadOnlyList<StorageProblem>> VerifyAsync(IProgress<long>? progress, CancellationToken cancellationToken)
    {
        IReadOnlyList<StorageProblem> problems = [];
        await TendingAsync(
            async stopping =>
            {
                await CheckpointAsync(savesGraphs: false);
                // The log after the checkpoint is being written to.
                ReadOnlyFiles files = new(_files, hidesLogs: true);
                problems = await Task.Run(() => new CollectionVerifier(files, _folder, progress, stopping).Run(), stopping);
            },
            cancellationToken);
        return problems;
    }

    /// <summary>What is wrong, if something is.</summary>
    public CollectionHealth Health()
    {
        if (_journal.Fault is { } broken)
            return new CollectionHealth(HealthState.Degraded, broken.Message, Writable: false);
        return Volatile.Read(ref _backgroundFault) is { } fault
            ? new CollectionHealth(HealthState.Degraded, fault.Message, Writable: true)
            : CollectionHealth.Ok;
    }

    /// <summary>Completes statistics by what its files take.</summary>
    public CollectionStatistics Statistics(long now)
    {
        long log = 0, all = 0;
        foreach (string file in _files.Files(_folder.Path))
        {
            long bytes = Length($"{_folder.Path}/{file}");
            all += bytes;
            log += file.EndsWith(".log", StringComparison.Ordinal) ? bytes : 0;
        }
        List<ManifestSegment> segments = Volatile.Read(ref _sealed);
        CollectionStatistics statistics = Collection.Snapshot.Statistics(now);
        return statistics with
        {
            Segments = segments.Count,
            Bytes = statistics.BytesInMemory + segments.Sum(segment => Length(_folder.Segment(segment.File))),
            BytesOnDisk = all,
            LogBytes = log,
        };
    }

    /// <summary>Ends the work on its files soon, what others have asked for too; it is to be closed.</summary>
    public Task StopAsync() => _closing.CancelAsync();

    /// <summary>Takes no more writes, and lets the files go as they are.</summary>
    public Task CloseAsync() => CloseAsync(checkpoints: false);

    /// <summary>Takes no more writes, makes a checkpoint and lets the files go. If the checkpoint fails the log still has everything.</summary>
    public async ValueTask DisposeAsync() => await CloseAsync(checkpoints: true);

    private async Task CloseAsync(bool checkpoints)
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        await StopAsync();
        await Tended;
        // Whoever works on the files ends first; whoever comes later is refused.
        await _tending.WaitAsync(CancellationToken.None);
        try
        {
            _closed = true;
            // All rows are written anyway: only those that live are.
            if (checkpoints && _sealed.Count == 0 && IsWorn(Collection.Snapshot))
                await GuardedAsync(() => CompactNowAsync(progress: null, CancellationToken.None));
            Collection.Pause(_ =>
            {
                _journal.Close();
                return 0;
            });
            if (checkpoints && _journal.Fault is null)
                await GuardedAsync(() => CheckpointAsync(HasGraphToSave(Collection.Snapshot)));
        }
        finally
        {
            _tending.Release();
            await _log.DisposeAsync();
        }
    }

    private long Length(string file)
    {
        try
        {
            return _files.Exists(file) ? _files.Length(file) : 0;
        }
        catch (StorageException)
        {
            // A checkpoint has deleted it between the two calls.
            return 0;
        }
    }

    /// <summary>Starts what has become due, unless something runs already.</summary>
    public void Tend()
    {
        if (!_options.MaintainsItself || !IsDue(Collection.Snapshot))
            return;
        lock (_starting)
        {
            if (_backgroundRuns || _closing.IsCancellationRequested)
                return;
            _backgroundRuns = true;
            _background = Task.Run(TendWhileDueAsync, CancellationToken.None);
        }
    }

    private async Task TendWhileDueAsync()
    {
        try
        {
            while (!_closing.IsCancellationRequested && IsDue(Collection.Snapshot))
                await GuardedAsync(() => TendingAsync(TendNowAsync, _closing.Token));
        }
        finally
        {
            lock (_starting)
                _backgroundRuns = false;
            // A write that came in between has found it running.
            Tend();
        }
    }

    private Task TendNowAsync(CancellationToken stopping)
    {
        CollectionSnapshot snapshot = Collection.Snapshot;
        return IsWorn(snapshot) ? CompactNowAsync(progress: null, stopping) : AreRowsDue(snapshot) ? CheckpointAsync(savesGraphs: false) : Task.CompletedTask;
    }

    private bool IsDue(CollectionSnapshot snapshot) =>
        _journal.Fault is null && _journal.Bytes >= Volatile.Read(ref _retryAtBytes)
        && (IsWorn(snapshot) || AreRowsDue(snapshot));

    private bool AreRowsDue(CollectionSnapshot snapshot) =>
        Unsealed(snapshot) > 0 || _journal.Bytes - Volatile.Read(ref _checkpointBytes) > _options.CheckpointLogBytes;

    private int Unsealed(CollectionSnapshot snapshot) => (snapshot.Rows / snapshot.Table.RowsOfSegment) - Volatile.Read(ref _sealed).Count;

    private static bool IsWorn(CollectionSnapshot snapshot) => snapshot.Dead > Math.Max(FewDead, snapshot.Rows / 3);

    private async Task TendingAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        using CancellationTokenSource stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _closing.Token);
        try
        {
            await _tending.WaitAsync(stopping.Token);
            try
            {
                ObjectDisposedException.ThrowIf(_closed, typeof(EmbeddedVectorStore));
                await work(stopping.Token);
                Volatile.Write(ref _backgroundFault, null);
            }
            finally
            {
                _tending.Release();
            }
        }
        catch (OperationCanceledException stopped) when (_closing.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ObjectDisposedException($"'{_folder.Path}' is being closed.", stopped);
        }
    }

    // What fails in the background is told, and tried again when more has been written.
    private async Task GuardedAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException && _closing.IsCancellationRequested && !_closed)
        {
            // It is done at the next opening.
        }
        catch (Exception fault)
        {
            StorageException told = fault as StorageException
                ?? new StorageException(_folder.Path, $"cannot be tended: {fault.Message}", "It is tried again when more is written", fault);
            Volatile.Write(ref _retryAtBytes, _journal.Bytes + (_options.CheckpointLogBytes / 4));
            Tell(told);
        }
    }

    private void Tell(StorageException fault)
    {
        Volatile.Write(ref _backgroundFault, fault);
        try
        {
            _options.BackgroundFault?.Invoke(fault);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            // What a listener cannot bear is no fault of the files; its owner finds the fault in the health too.
        }
    }
}
