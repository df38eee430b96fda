namespace Perto.Platform;

/// <summary>The levels of one cache outside of this process, asked one after the other.</summary>
internal sealed class LevelChain(string cache, int version, IReadOnlyList<LevelAccess> levels, CacheCounters counters, TimeProvider clock)
{
    /// <summary>Stands before the tags of callers: all values of the tenant.</summary>
    private static readonly string[] Everything = [""];

    public int Count => levels.Count;

    /// <summary>Reads keys: each from the first level that has a fresh value, which then goes to those before it.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="keys">See <see cref="LevelKey"/>.</param>
    /// <param name="tags">Of all the keys, as the caller gave them.</param>
    /// <param name="again">Whether they were read a moment ago: what it does not have is then not counted again.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<Lookup[]> ReadAsync(
        TenantId tenant, IReadOnlyList<string> keys, IReadOnlyList<string> tags, bool again, CancellationToken cancellationToken)
    {
        Lookup[] lookups = [.. keys.Select(key => new Lookup(key, levels.Count))];
        CacheSpace space = Space(tenant);
        string[] asked = [.. Everything, .. tags.Select(LevelKey.Of)];
        long now = Now();
        Lookup[] open = lookups;
        for (int level = 0; level < levels.Count && open.Length > 0; level++)
        {
            LevelRead[]? reads = await levels[level].TryReadAsync(space, [.. open.Select(lookup => lookup.Key)], asked, cancellationToken);
            if (reads is null)
            {
                counters.Level(level).Errors.Add(open.Length);
                continue;
            }
            for (int i = 0; i < open.Length; i++)
                Take(open[i], level, reads[i], now, again);
            open = [.. open.Where(lookup => !lookup.IsFresh(now))];
        }
        await WriteBackAsync(space, lookups, now, cancellationToken);
        return lookups;
    }

    /// <summary>Writes to all levels that answered when the keys were read.</summary>
    public async ValueTask WriteAsync(TenantId tenant, IReadOnlyList<(Lookup Lookup, NewValue Value)> values, CancellationToken cancellationToken)
    {
        CacheSpace space = Space(tenant);
        for (int level = 0; level < levels.Count; level++)
            await WriteAsync(space, level, values, cancellationToken);
    }

    /// <summary>Removes a key, or the values of a tag, from all levels.</summary>
    public async ValueTask RemoveAsync(TenantId tenant, OwedRemoval removal)
    {
        // From the last to the first: a level that is read meanwhile is not filled again from one behind it.
        for (int level = levels.Count - 1; level >= 0; level--)
        {
            if (!await levels[level].RemoveAsync(Space(tenant), removal))
                counters.Level(level).Errors.Increment();
        }
    }

    public CacheSpace Space(TenantId tenant) => new(cache, version, tenant);

    private void Take(Lookup lookup, int level, LevelRead read, long now, bool again)
    {
        lookup.Reads[level] = read;
        LevelCounters count = counters.Level(level);
        StoredValue? value = null;
        if (read.Stored is { } stored && !RemovalMark.Is(stored))
        {
            value = StoredValue.Decode(stored);
            if (value is null && !again)
                count.Errors.Increment();
        }
        if (value is null || now >= value.StaleUntil || !value.Stamp.AsSpan().SequenceEqual(read.Stamp))
        {
            if (!again)
                count.Misses.Increment();
            return;
        }
        (now >= value.FreshUntil ? count.Stale : value.Bytes is null ? count.Negative : count.Hits).Increment();
        if (lookup.Value is null || value.FreshUntil > lookup.Value.FreshUntil)
            (lookup.Value, lookup.FoundAt) = (value, level);
    }

    private async ValueTask WriteBackAsync(CacheSpace space, Lookup[] lookups, long now, CancellationToken cancellationToken)
    {
        for (int level = 0; level < levels.Count - 1; level++)
        {
            int behind = level;
            (Lookup, NewValue)[] found = [.. lookups
                .Where(lookup => lookup.IsFresh(now) && lookup.FoundAt > behind)
                .Select(lookup => (lookup, new NewValue(lookup.Value!.Bytes, lookup.Value.FreshUntil, lookup.Value.StaleUntil)))];
            await WriteAsync(space, level, found, cancellationToken);
        }
    }

    private async ValueTask WriteAsync(
        CacheSpace space, int level, IReadOnlyList<(Lookup Lookup, NewValue Value)> values, CancellationToken cancellationToken)
    {
        long now = Now();
        LevelWrite[] writes = [.. values
            .Where(value => value.Lookup.Reads[level] is not null && value.Value.StaleUntil > now)
            .Select(value =>
            {
                (Lookup lookup, NewValue made) = value;
                LevelRead read = lookup.Reads[level]!.Value;
                return new LevelWrite(
                    lookup.Key,
                    new StoredValue(made.Bytes, made.FreshUntil, made.StaleUntil, read.Stamp).Encode(),
                    read.Stored is { } stored && RemovalMark.Is(stored) ? stored : null,
                    TimeSpan.FromMilliseconds(made.StaleUntil - now));
            })];
        if (writes.Length > 0 && !await levels[level].TryWriteAsync(space, writes, cancellationToken))
            counters.Level(level).Errors.Add(writes.Length);
    }

    private long Now() => clock.GetUtcNow().ToUnixTimeMilliseconds();
}
