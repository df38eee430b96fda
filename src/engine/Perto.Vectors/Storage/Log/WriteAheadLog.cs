namespace Perto.Vectors.Storage;

/// <summary>
/// Records in order, in numbered files. Appending copies a record into the open batch and returns; a background task writes all that waits
/// with one call and flushes the disk once for it. The task runs only while something waits, so that thousands of logs cost nothing at rest.
/// </summary>
/// <remarks>
/// A write or a flush that fails is final, as in PostgreSQL: the system may have dropped what it could not write, and a second flush that
/// succeeds says nothing about it. Then the log is broken: nothing more is acknowledged, and what was acknowledged stays good.
/// </remarks>
internal sealed class WriteAheadLog : IAsyncDisposable
{
    private const int MaxBatchBytes = 64 << 20;
    private readonly IFiles _files;
    private readonly string _folder;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly Action<long> _committed;
    private readonly Lock _lock = new();

    // Guarded by the lock.
    private readonly Queue<LogBatch> _ready = new();
    private LogBatch _open;
    private LogBatch? _writing;
    private long _done;
    private long _pending;
    private StorageException? _fault;
    private bool _running;
    private bool _flushDue;
    private bool _disposed;

    // Of the running task.
    private LogFileWriter? _file;
    private ITimer? _timer;
    private bool _timerRuns;

    private WriteAheadLog(
        IFiles files, string folder, LogOptions options, TimeProvider time, long nextNumber, long nextSequence, Action<long> committed)
    {
        _files = files;
        _folder = folder;
        _options = options;
        _time = time;
        _committed = committed;
        _open = new LogBatch(nextNumber, nextSequence);
        _done = nextSequence - 1;
    }

    /// <summary>Bytes that were appended and are not committed: whoever appends waits when they are too many.</summary>
    public long PendingBytes => Interlocked.Read(ref _pending);

    /// <summary>Why the log takes no more records; null while it does.</summary>
    public StorageException? Fault => Volatile.Read(ref _fault);

    /// <summary>
    /// Hands all records of the files from <paramref name="fromNumber"/> on to <paramref name="reader"/>, in order; cuts off what a crash left
    /// unfinished at the end, and makes the rest durable.
    /// </summary>
    /// <param name="files">Where they are.</param>
    /// <param name="folder">Folder of the log.</param>
    /// <param name="fromNumber">Number of the first file.</param>
    /// <param name="reader">Takes the records.</param>
    /// <param name="settles">Whether the log is to go on: if not, nothing is cut off or written.</param>
    /// <exception cref="DamagedFileException">Records that were written cannot be read; those that the reader got before are good.</exception>
    /// <exception cref="StorageException">The files cannot be read, or a later release wrote them.</exception>
    public static ReplayResult Replay(IFiles files, string folder, long fromNumber, LogReader reader, bool settles = true)
    {
        LittleEndian.Require(folder);
        return new LogReplay(files, folder, reader, settles).Run(fromNumber);
    }

    /// <summary>A log that goes on in a new file, made with the first record; the folder exists.</summary>
    /// <param name="files">Where it writes.</param>
    /// <param name="folder">Folder of its files, for this log alone.</param>
    /// <param name="options">How it commits.</param>
    /// <param name="time">For <see cref="LogOptions.Interval"/>.</param>
    /// <param name="nextNumber">Number of the new file, above those of all files that were there.</param>
    /// <param name="nextSequence">Sequence of the next record, from 1.</param>
    /// <param name="committed">Called with the last sequence of each batch that is committed, in order, before those who wait go on.</param>
    public static WriteAheadLog Open(
        IFiles files, string folder, LogOptions options, TimeProvider time, long nextNumber, long nextSequence, Action<long> committed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nextNumber);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(nextSequence);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(options.Interval, TimeSpan.Zero);
        LittleEndian.Require(folder);
        return new WriteAheadLog(files, folder, options, time, nextNumber, nextSequence, committed);
    }

    /// <summary>Takes a record, and gives it the next sequence. One writer at a time, so that sequences are in the writer's order.</summary>
    /// <param name="payload">At most 256 MiB; it is copied.</param>
    /// <exception cref="ArgumentException">The payload is too large.</exception>
    /// <exception cref="StorageException">The log is broken.</exception>
    public long Append(ReadOnlySpan<byte> payload)
    {
        if (payload.Length > LogFormat.MaxPayloadBytes)
            throw new ArgumentException($"payload must be at most {LogFormat.MaxPayloadBytes} bytes; got {payload.Length}", nameof(payload));
        lock (_lock)
        {
            ThrowIfUnusable();
            int before = _open.Count;
            if (before > 0 && (long)before + payload.Length > MaxBatchBytes)
            {
                NextBatch(closes: false);
                before = 0;
            }

            _open.Append(payload);
            Interlocked.Add(ref _pending, _open.Count - before);
            Run();
            return _open.LastSequence;
        }
    }

    /// <summary>Completes when a record is committed, as the mode says.</summary>
    /// <exception cref="StorageException">Of the task: the log broke before.</exception>
    /// <exception cref="ArgumentOutOfRangeException">No record has that sequence yet.</exception>
    public Task CommittedAsync(long sequence)
    {
        if (sequence <= Volatile.Read(ref _done))
            return Task.CompletedTask;
        lock (_lock)
        {
            if (sequence <= _done)
                return Task.CompletedTask;
            if (_fault is not null)
                return Task.FromException(Refusal(_fault));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(sequence, _open.LastSequence);
            if (_writing is not null && sequence <= _writing.LastSequence)
                return _writing.Done;
            foreach (LogBatch batch in _ready)
            {
                if (sequence <= batch.LastSequence)
                    return batch.Done;
            }

            return _open.Done;
        }
    }

    /// <summary>Lets later records go to a new file; gives its number when all former records are on the disk, whatever the mode.</summary>
    /// <exception cref="StorageException">The log is broken, or breaks.</exception>
    public async Task<long> RotateAsync()
    {
        Task done;
        long number;
        lock (_lock)
        {
            ThrowIfUnusable();
            done = _open.Done;
            NextBatch(closes: true);
            number = _open.Number;
            Run();
        }

        await done;
        return number;
    }

    /// <summary>Deletes the files below <paramref name="number"/>, except one that is still written to.</summary>
    /// <exception cref="StorageException">A file cannot be deleted.</exception>
    public void DeleteBefore(long number)
    {
        lock (_lock)
            number = Math.Min(number, _writing?.Number ?? (_ready.TryPeek(out LogBatch? next) ? next : _open).Number);
        foreach (long old in LogFileName.NumbersIn(_files, _folder).TakeWhile(old => old < number))
            _files.Delete(LogFileName.Of(_folder, old));
    }

    /// <summary>Commits what waits, makes it durable and ends the file. A log that broke before is only let go.</summary>
    /// <exception cref="StorageException">What waited cannot be committed.</exception>
    public async ValueTask DisposeAsync()
    {
        Task done;
        lock (_lock)
        {
            if (_disposed)
                return;
            _disposed = true;
            if (_fault is not null)
                return;
            done = _open.Done;
            NextBatch(closes: true);
            Run();
        }

        await done;
        if (_timer is not null)
            await _timer.DisposeAsync();
    }

    private void ThrowIfUnusable()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_fault is not null)
            throw Refusal(_fault);
    }

    private void NextBatch(bool closes)
    {
        LogBatch full = _open;
        full.Closes = closes;
        _ready.Enqueue(full);
        _open = new LogBatch(closes ? full.Number + 1 : full.Number, full.LastSequence + 1);
    }

    private void Run()
    {
        if (_running)
            return;
        _running = true;
        _ = Task.Run(CommitAll);
    }

    private void CommitAll()
    {
        try
        {
            while (Take(out LogBatch? batch, out bool flush))
            {
                if (batch is not null)
                    Commit(batch);
                if (flush)
                    Flush();
            }
        }
        catch (Exception cause)
        {
            Break(cause);
        }
    }

    private bool Take(out LogBatch? batch, out bool flush)
    {
        lock (_lock)
        {
            if (_ready.Count == 0 && _open.Count > 0)
                NextBatch(closes: false);
            _writing = _ready.TryDequeue(out batch) ? batch : null;
            flush = _flushDue;
            _flushDue = false;
            _running = batch is not null || flush;
            return _running;
        }
    }

    private void Commit(LogBatch batch)
    {
        int bytes = batch.Count;
        if (bytes > 0)
        {
            _file ??= new LogFileWriter(_files, _folder, batch.Number, batch.FirstSequence, _time.GetUtcNow().Ticks);
            _file.Write(batch);
            if (_options.Mode == CommitMode.EveryCommit)
                _file.Settle();
            else if (_options.Mode == CommitMode.Interval)
                FlushLater();
        }

        if (batch.Closes && _file is not null)
        {
            _file.End(batch.LastSequence + 1);
            _file.Dispose();
            _file = null;
        }

        if (bytes > 0)
            _committed(batch.LastSequence);
        lock (_lock)
        {
            _writing = null;
            Volatile.Write(ref _done, batch.LastSequence);
            Interlocked.Add(ref _pending, -bytes);
        }

        batch.Release();
        batch.Complete();
    }

    private void FlushLater()
    {
        if (_timerRuns)
            return;
        _timerRuns = true;
        _timer ??= _time.CreateTimer(static log => ((WriteAheadLog)log!).FlushNow(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(_options.Interval, Timeout.InfiniteTimeSpan);
    }

    private void FlushNow()
    {
        lock (_lock)
        {
            if (_disposed || _fault is not null)
                return;
            _flushDue = true;
            Run();
        }
    }

    private void Flush()
    {
        _timerRuns = false;
        _file?.Settle();
    }

    private void Break(Exception cause)
    {
        List<LogBatch> waiting;
        StorageException fault;
        lock (_lock)
        {
            string file = LogFileName.Of(_folder, (_writing ?? _open).Number);
            fault = new StorageException(
                file,
                $"takes no more records: {(cause is StorageException storage ? $"'{storage.File}' {storage.Problem}" : cause.Message)}",
                cause is StorageException { Remedy: var remedy } ? remedy : "Open the store again: what was acknowledged is kept",
                cause);
            Volatile.Write(ref _fault, fault);
            waiting = [.. _ready, _open];
            if (_writing is not null)
                waiting.Insert(0, _writing);
            _writing = null;
            _ready.Clear();
            _running = false;
        }

        _file?.Dispose();
        _file = null;
        _timer?.Dispose();
        foreach (LogBatch batch in waiting)
        {
            batch.Release();
            batch.Fail(Refusal(fault));
        }
    }

    // Each caller gets an exception of its own: one that is thrown in many places tells the wrong place.
    private static StorageException Refusal(StorageException fault) => new(fault.File, fault.Problem, fault.Remedy, fault.InnerException);
}
