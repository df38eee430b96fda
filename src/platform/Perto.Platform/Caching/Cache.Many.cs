namespace Perto.Platform;

/// <content>Many keys at once.</content>
public sealed partial class Cache<T>
{
    private async Task<(string Key, T? Value)[]> WaitAsync(
        List<EntryKey> missing,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, T>>> createMissing,
        Func<string, Func<CancellationToken, Task<T?>>> one,
        IReadOnlyList<string> tags,
        CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var all = new List<(string Key, Flight<T> Flight)>(missing.Count);
        var begun = new List<(EntryKey Id, Flight<T> Flight)>();
        var ended = new CancellationTokenSource();
        // One more than there are flights while they are begun, so that it does not end before all are.
        int open = 1;
        foreach (EntryKey id in missing)
        {
            bool mine = TryStart(id, tags, out Flight<T> flight, Abandon);
            all.Add((id.Key, flight));
            if (mine)
            {
                Interlocked.Increment(ref open);
                begun.Add((id, flight));
            }
        }
        if (begun.Count > 0)
            _ = Task.Run(() => FlyAsync(begun, createMissing, one, tags, ended), CancellationToken.None);
        Abandon();
        return await Task.WhenAll(all.Select(async flight => (flight.Key, await flight.Flight.WaitAsync(cancellationToken))));

        void Abandon()
        {
            if (Interlocked.Decrement(ref open) == 0)
                ended.Cancel();
        }
    }

    private async Task FlyAsync(
        List<(EntryKey Id, Flight<T> Flight)> begun,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, T>>> createMissing,
        Func<string, Func<CancellationToken, Task<T?>>> one,
        IReadOnlyList<string> tags,
        CancellationTokenSource ended)
    {
        var stale = new List<ProcessEntry>();
        var flying = new List<(EntryKey Id, Flight<T> Flight)>(begun);
        IDegraded degraded = DegradedRequest.Collect();
        foreach ((_, Flight<T> flight) in begun)
            flight.Degraded = degraded;
        try
        {
            await LoadAsync(flying, createMissing, tags, stale, ended.Token);
        }
        catch (Exception failed)
        {
            // Those that are still under way share one failure; the others have their values.
            foreach ((EntryKey id, Flight<T> flight) in flying)
            {
                _flights.TryRemove(KeyValuePair.Create(id, flight));
                flight.Fail(failed);
            }
        }
        foreach (ProcessEntry entry in stale)
            Refresh(entry, one(entry.Key.Key), tags);
    }

    private async Task LoadAsync(
        List<(EntryKey Id, Flight<T> Flight)> flying,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, T>>> createMissing,
        IReadOnlyList<string> tags,
        List<ProcessEntry> stale,
        CancellationToken cancelled)
    {
        long epoch = _epoch.Number;
        TenantId tenant = flying[0].Id.Tenant;
        Lookup[] lookups = await _levels.ReadAsync(tenant, [.. flying.Select(flight => LevelKey.Of(flight.Id.Key))], tags, again: false, cancelled);
        var open = new List<(EntryKey Id, Flight<T> Flight, Lookup Lookup)>();
        foreach (((EntryKey id, Flight<T> flight), Lookup lookup) in flying.Zip(lookups).ToArray())
        {
            if (FreshEntry(id) is { } arrived)
            {
                Land(id, flight, (T?)arrived.Value);
            }
            else if (TryTake(id, lookup, flight, epoch, acceptStale: true, out ProcessEntry? found))
            {
                if (!lookup.IsFresh(NowMilliseconds()))
                    stale.Add(found!);
                Land(id, flight, (T?)found!.Value);
            }
            else
            {
                open.Add((id, flight, lookup));
            }
        }
        if (open.Count == 0)
            return;
        IReadOnlyDictionary<string, T> made = await MakeAsync([.. open.Select(flight => flight.Id.Key)], createMissing, cancelled);
        var writes = new List<(Lookup, NewValue)>(open.Count);
        foreach ((EntryKey id, Flight<T> flight, Lookup lookup) in open)
        {
            T? value = made.GetValueOrDefault(id.Key);
            if (value is not null && _options.Keep?.Invoke(value) == false)
                continue;
            NewValue kept = New(value, out byte[]? bytes);
            flight.Keep(() => Keep(Entry(id, value, bytes, kept, flight.Stamp, epoch)));
            writes.Add((lookup, kept));
        }
        await _levels.WriteAsync(tenant, writes, CancellationToken.None);
        foreach ((EntryKey id, Flight<T> flight, _) in open)
            Land(id, flight, made.GetValueOrDefault(id.Key));

        void Land(EntryKey id, Flight<T> flight, T? value)
        {
            _flights.TryRemove(KeyValuePair.Create(id, flight));
            flying.Remove((id, flight));
            flight.Complete(value);
        }
    }

    private async Task<IReadOnlyDictionary<string, T>> MakeAsync(
        string[] keys, Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, T>>> createMissing, CancellationToken cancelled)
    {
        _counters.SourceCalls.Increment();
        try
        {
            return await createMissing(keys, cancelled);
        }
        catch
        {
            _counters.SourceErrors.Increment();
            throw;
        }
    }
}
