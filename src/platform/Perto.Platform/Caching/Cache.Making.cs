using System.Runtime.ExceptionServices;

namespace Perto.Platform;

/// <content>How values are found in the process level, waited for, and made.</content>
public sealed partial class Cache<T>
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMilliseconds(200);

    private bool TryProcess(in EntryKey id, out ProcessEntry? entry, out bool stale)
    {
        stale = false;
        LevelCounters counters = _counters.Process;
        if (!_caches.Process.TryGet(id, out entry) || entry.Epoch != _epoch.Number || !entry.Stamp.IsCurrent)
        {
            counters.Misses.Increment();
            return false;
        }
        long now = _clock.GetTimestamp();
        if (now < entry.FreshUntil)
        {
            (entry.Value is null ? counters.Negative : counters.Hits).Increment();
            return true;
        }
        stale = now < entry.StaleUntil;
        (stale ? counters.Stale : counters.Misses).Increment();
        return stale;
    }

    private Task<T?> WaitAsync(EntryKey id, Func<CancellationToken, Task<T?>> create, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return Task.FromCanceled<T?>(cancellationToken);
        var abandoned = new CancellationTokenSource();
        if (TryStart(id, tags, out Flight<T> flight, abandoned.Cancel))
            _ = Task.Run(() => FlyAsync(id, create, tags, flight, refreshes: null, abandoned.Token), CancellationToken.None);
        return flight.WaitAsync(cancellationToken);
    }

    /// <summary>Begins a flight, or joins the one that is under way.</summary>
    /// <returns>Whether it was begun here.</returns>
    private bool TryStart(in EntryKey id, IReadOnlyList<string> tags, out Flight<T> flight, Action abandoned)
    {
        var mine = new Flight<T>(Stamp(id.Tenant, tags), abandoned);
        while (!_flights.TryAdd(id, mine))
        {
            if (!_flights.TryGetValue(id, out Flight<T>? flying))
                continue;
            if (flying.TryJoin())
            {
                _counters.Joined.Increment();
                flight = flying;
                return false;
            }
            _flights.TryRemove(KeyValuePair.Create(id, flying));
        }
        flight = mine;
        return true;
    }

    private void Refresh(ProcessEntry entry, Func<CancellationToken, Task<T?>> create, IReadOnlyList<string> tags)
    {
        if (_clock.GetTimestamp() < entry.RefreshFrom || _flights.ContainsKey(entry.Key))
            return;
        var abandoned = new CancellationTokenSource();
        var flight = new Flight<T>(Stamp(entry.Key.Tenant, tags), abandoned.Cancel);
        EntryKey id = entry.Key;
        if (_flights.TryAdd(id, flight))
            _ = Task.Run(() => FlyAsync(id, create, tags, flight, entry, abandoned.Token), CancellationToken.None);
    }

    /// <param name="id">The key.</param>
    /// <param name="create">Makes the value.</param>
    /// <param name="tags">Its tags.</param>
    /// <param name="flight">Told the value, or the failure.</param>
    /// <param name="refreshes">The entry that is made anew in the background; null: somebody waits.</param>
    /// <param name="abandoned">Ends it when nobody waits any more.</param>
    private async Task FlyAsync(
        EntryKey id,
        Func<CancellationToken, Task<T?>> create,
        IReadOnlyList<string> tags,
        Flight<T> flight,
        ProcessEntry? refreshes,
        CancellationToken abandoned)
    {
        ProcessEntry? stale = null;
        flight.Degraded = DegradedRequest.Collect();
        try
        {
            (T? value, stale) = await LoadAsync(id, create, tags, flight, refreshes is not null, abandoned);
            // What was kept is found from here on: whoever comes after the flight needs no other one.
            _flights.TryRemove(KeyValuePair.Create(id, flight));
            flight.Complete(value);
        }
        catch (Exception failed)
        {
            if (refreshes is not null)
            {
                refreshes.RefreshFrom = After(_clock.GetTimestamp(), RestAfterFailure);
                _caches.NotRefreshed(Name, failed);
            }
            else if (_options.ErrorTtl > TimeSpan.Zero && failed is not OperationCanceledException)
            {
                flight.Keep(() => Keep(FailureEntry(id, failed, flight.Stamp)));
            }
            _flights.TryRemove(KeyValuePair.Create(id, flight));
            flight.Fail(failed);
        }
        if (stale is not null)
            Refresh(stale, create, tags);
    }

    /// <returns>The value, and the entry of a stale one that is to be made anew.</returns>
    private async Task<(T? Value, ProcessEntry? Stale)> LoadAsync(
        EntryKey id,
        Func<CancellationToken, Task<T?>> create,
        IReadOnlyList<string> tags,
        Flight<T> flight,
        bool refreshing,
        CancellationToken cancelled)
    {
        long epoch = _epoch.Number;
        // Another flight may have ended between the look into the process level and the begin of this one.
        if (!refreshing && FreshEntry(id) is { } arrived)
            return ((T?)arrived.Value, null);
        Lookup lookup = await ReadAsync(id, tags, again: false, cancelled);
        if (TryTake(id, lookup, flight, epoch, acceptStale: !refreshing, out ProcessEntry? found))
            return ((T?)found!.Value, lookup.IsFresh(NowMilliseconds()) ? null : found);
        IAsyncDisposable? turn = null;
        try
        {
            if (Remote is { } remote && _options.OneServerMakes && lookup.Reads[0] is not null)
            {
                (turn, lookup) = await TakeTurnAsync(remote, id, lookup, tags, cancelled);
                if (TryTake(id, lookup, flight, epoch, acceptStale: false, out found))
                    return ((T?)found!.Value, null);
            }
            T? value = await MakeAsync(create, cancelled);
            if (value is not null && _options.Keep?.Invoke(value) == false)
                return (value, null);
            NewValue made = New(value, out byte[]? bytes);
            flight.Keep(() => Keep(Entry(id, value, bytes, made, flight.Stamp, epoch)));
            if (made.StaleUntil > NowMilliseconds())
                await _levels.WriteAsync(id.Tenant, [(lookup, made)], CancellationToken.None);
            return (value, null);
        }
        finally
        {
            if (turn is not null)
                await turn.DisposeAsync();
        }
    }

    /// <summary>Waits until this server may make the value, another one has made it, or it has waited long enough.</summary>
    private async Task<(IAsyncDisposable? Turn, Lookup Lookup)> TakeTurnAsync(
        IRemoteCache remote, EntryKey id, Lookup lookup, IReadOnlyList<string> tags, CancellationToken cancelled)
    {
        TimeSpan pause = FirstPause;
        long started = _clock.GetTimestamp();
        while (true)
        {
            IAsyncDisposable? turn;
            try
            {
                turn = await remote.TryLockAsync(_levels.Space(id.Tenant), lookup.Key, cancelled);
            }
            catch (DependencyException)
            {
                // Without it each server makes its own.
                return (null, lookup);
            }
            Lookup again;
            try
            {
                again = await ReadAsync(id, tags, again: true, cancelled);
            }
            catch
            {
                if (turn is not null)
                    await turn.DisposeAsync();
                throw;
            }
            if (turn is not null || again.Reads[0] is null || again.IsFresh(NowMilliseconds()) || _clock.GetElapsedTime(started) >= _options.WaitForOthers)
                return (turn, again);
            await Task.Delay(pause, _clock, cancelled);
            pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
        }
    }

    private async Task<T?> MakeAsync(Func<CancellationToken, Task<T?>> create, CancellationToken cancelled)
    {
        _counters.SourceCalls.Increment();
        try
        {
            return await create(cancelled);
        }
        catch
        {
            _counters.SourceErrors.Increment();
            throw;
        }
    }

    private async Task<Lookup> ReadAsync(EntryKey id, IReadOnlyList<string> tags, bool again, CancellationToken cancelled) =>
        (await _levels.ReadAsync(id.Tenant, [LevelKey.Of(id.Key)], tags, again, cancelled))[0];

    /// <summary>Keeps what the levels gave in the process level.</summary>
    /// <returns>False: they gave nothing that can be used.</returns>
    private bool TryTake(in EntryKey id, Lookup lookup, Flight<T> flight, long epoch, bool acceptStale, out ProcessEntry? entry)
    {
        entry = null;
        if (lookup.Value is not { } stored || (!acceptStale && !lookup.IsFresh(NowMilliseconds())))
            return false;
        T? value = null;
        if (stored.Bytes is { } bytes)
        {
            try
            {
                value = _options.Serializer.Deserialize(bytes);
            }
            catch (FormatException)
            {
                // Whole, and yet none of these values: written by another program, or before their form was changed.
                _counters.Level(lookup.FoundAt).Errors.Increment();
                lookup.Value = null;
                return false;
            }
        }
        ProcessEntry taken = Entry(id, value, stored.Bytes, new NewValue(stored.Bytes, stored.FreshUntil, stored.StaleUntil), flight.Stamp, epoch);
        flight.Keep(() => Keep(taken));
        entry = taken;
        return true;
    }

    private ProcessEntry? FreshEntry(in EntryKey id) =>
        _caches.Process.TryGet(id, out ProcessEntry? entry) && entry.Epoch == _epoch.Number && entry.Stamp.IsCurrent && entry.Failure is null &&
        _clock.GetTimestamp() < entry.FreshUntil
            ? entry
            : null;

    private void Keep(ProcessEntry entry)
    {
        if (_options.InProcess && entry.StaleUntil > _clock.GetTimestamp())
            _caches.Process.Set(entry);
    }

    private NewValue New(T? value, out byte[]? bytes)
    {
        bool mustBeBytes = _levels.Count > 0 || (_options.InProcess && _options.SizeOf is null);
        bytes = value is null || !mustBeBytes ? null : _options.Serializer.Serialize(value);
        long now = NowMilliseconds();
        if (value is null)
        {
            long until = now + (long)_options.NegativeTtl.TotalMilliseconds;
            return new NewValue(null, until, until);
        }
        TimeSpan ttl = _options.Ttl * (1 - (_options.Jitter * Random.Shared.NextDouble()));
        return new NewValue(bytes, now + (long)ttl.TotalMilliseconds, now + (long)(ttl + _options.StaleFor).TotalMilliseconds);
    }

    private ProcessEntry Entry(in EntryKey id, T? value, byte[]? bytes, NewValue made, TagStamp stamp, long epoch)
    {
        // Without bytes it is kept nowhere, and its size is nobody's concern.
        int size = value is null ? 0 : _options.SizeOf is { } sizeOf ? Math.Max(0, sizeOf(value)) : bytes?.Length ?? 0;
        long now = _clock.GetTimestamp();
        long nowMilliseconds = NowMilliseconds();
        long freshUntil = After(now, TimeSpan.FromMilliseconds(made.FreshUntil - nowMilliseconds));
        long staleUntil = After(now, TimeSpan.FromMilliseconds(made.StaleUntil - nowMilliseconds));
        if (_options.Shared && !_caches.HearsAll)
        {
            // A removal by another server would not be heard: it may be missed for so long and no longer.
            long latest = After(now, _caches.Settings.TimeWithoutMessages);
            (freshUntil, staleUntil) = (Math.Min(freshUntil, latest), Math.Min(staleUntil, latest));
        }
        return new ProcessEntry(id, value, (int)Math.Min(int.MaxValue, ProcessLevel.EntryBytes + ((long)id.Key.Length * 2) + size))
        {
            FreshUntil = freshUntil,
            StaleUntil = staleUntil,
            Stamp = stamp,
            Epoch = epoch,
        };
    }

    private ProcessEntry FailureEntry(in EntryKey id, Exception failed, TagStamp stamp)
    {
        long until = After(_clock.GetTimestamp(), _options.ErrorTtl);
        return new ProcessEntry(id, null, ProcessLevel.EntryBytes + (id.Key.Length * 2))
        {
            Failure = ExceptionDispatchInfo.Capture(failed),
            FreshUntil = until,
            StaleUntil = until,
            Stamp = stamp,
            Epoch = _epoch.Number,
        };
    }

    private long NowMilliseconds() => _clock.GetUtcNow().ToUnixTimeMilliseconds();

    private long After(long timestamp, TimeSpan time) => timestamp + (long)(time.TotalSeconds * _clock.TimestampFrequency);
}
