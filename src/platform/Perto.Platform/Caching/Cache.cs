using System.Collections.Concurrent;

namespace Perto.Platform;

/// <summary>
/// Values that take time to make, kept in the memory of this process, in Redis and in the database, as far as there are these levels. The
/// nearest level that has a fresh value gives it; a value that none has is made once, while all who ask for it wait.
/// </summary>
/// <typeparam name="T">The values. They are shared between callers: nobody changes one.</typeparam>
/// <remarks>
/// A key is any text that is not empty, and belongs to its tenant: no other one reaches it. Whoever reads a key gives the same tags each time.
/// What fails outside of this process never fails a caller: the next level answers, in the end the source.
/// </remarks>
public sealed partial class Cache<T> : INamedCache
    where T : class
{
    private static readonly TimeSpan RestAfterFailure = TimeSpan.FromSeconds(1);

    private readonly CacheOptions<T> _options;
    private readonly Caches _caches;
    private readonly TimeProvider _clock;
    private readonly LevelChain _levels;
    private readonly CacheCounters _counters;
    private readonly ProcessUse _use = new();
    private readonly Epoch _epoch;
    private readonly ConcurrentDictionary<EntryKey, Flight<T>> _flights = new();

    internal Cache(string name, CacheOptions<T> options, IReadOnlyList<LevelAccess> levels, Caches caches)
    {
        Name = name;
        _options = options;
        _caches = caches;
        _clock = caches.Clock;
        _counters = new CacheCounters([.. levels.Select(level => level.Name)]);
        _levels = new LevelChain(name, options.Version, levels, _counters, _clock);
        _epoch = options.Shared ? caches.Epoch : new Epoch();
    }

    /// <summary>Its name.</summary>
    public string Name { get; }

    /// <summary>What it counted since this process started.</summary>
    public CacheStatistics Statistics => _counters.Read(Name, _use);

    private IRemoteCache? Remote => _options.Shared ? _caches.Remote : null;

    /// <summary>The value of a key, from the nearest level that has it, or made.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="key">The key.</param>
    /// <param name="create">
    /// Makes the value; null: there is none, which is remembered too. Runs once however many callers wait, and goes on while one of them does:
    /// its token is cancelled when all have given up.
    /// </param>
    /// <param name="tags">Names to remove the value by.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    /// <remarks>What <paramref name="create"/> throws is thrown to all who wait for it.</remarks>
    public ValueTask<T?> GetOrCreateAsync(
        TenantId tenant,
        string key,
        Func<CancellationToken, Task<T?>> create,
        IReadOnlyList<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        EntryKey id = Id(tenant, key);
        if (!TryProcess(id, out ProcessEntry? entry, out bool stale))
            return new ValueTask<T?>(WaitAsync(id, create, Checked(tags), cancellationToken));
        if (stale)
            Refresh(entry!, create, Checked(tags));
        return entry!.Failure is { } failure ? ValueTask.FromException<T?>(failure.SourceException) : new ValueTask<T?>((T?)entry.Value);
    }

    /// <summary>The values of many keys; those that no level has are made in one call.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="createMissing">Makes the values of the keys that it is given; a key that it leaves out has none, which is remembered too.</param>
    /// <param name="tags">Names to remove the values by, the same for all.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>By key, without the keys that have no value.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async ValueTask<IReadOnlyDictionary<string, T>> GetManyAsync(
        TenantId tenant,
        IReadOnlyCollection<string> keys,
        Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyDictionary<string, T>>> createMissing,
        IReadOnlyList<string>? tags = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(createMissing);
        IReadOnlyList<string> checkedTags = Checked(tags);
        var values = new Dictionary<string, T>(keys.Count, StringComparer.Ordinal);
        var missing = new List<EntryKey>();
        foreach (string key in keys.Distinct(StringComparer.Ordinal))
        {
            EntryKey id = Id(tenant, key);
            if (!TryProcess(id, out ProcessEntry? entry, out bool stale))
            {
                missing.Add(id);
                continue;
            }
            if (stale)
                Refresh(entry!, One(key), checkedTags);
            entry!.Failure?.Throw();
            if (entry.Value is T value)
                values[key] = value;
        }
        if (missing.Count > 0)
        {
            foreach ((string key, T? value) in await WaitAsync(missing, createMissing, One, checkedTags, cancellationToken))
            {
                if (value is not null)
                    values[key] = value;
            }
        }
        return values;

        Func<CancellationToken, Task<T?>> One(string key) => async cancelled => (await createMissing([key], cancelled)).GetValueOrDefault(key);
    }

    /// <summary>Sets the value of a key in all levels, and has the other servers forget theirs.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="key">The key.</param>
    /// <param name="value">The value; null: there is none, which is remembered.</param>
    /// <param name="tags">Names to remove the value by.</param>
    /// <param name="cancellationToken">Gives up; the value may then be in some levels.</param>
    public async ValueTask SetAsync(
        TenantId tenant, string key, T? value, IReadOnlyList<string>? tags = null, CancellationToken cancellationToken = default)
    {
        EntryKey id = Id(tenant, key);
        IReadOnlyList<string> checkedTags = Checked(tags);
        TagStamp stamp = Stamp(tenant, checkedTags);
        long epoch = _epoch.Number;
        ForgetKey(id);
        Lookup[] lookups = await _levels.ReadAsync(tenant, [LevelKey.Of(key)], checkedTags, again: true, cancellationToken);
        NewValue made = New(value, out byte[]? bytes);
        await _levels.WriteAsync(tenant, [(lookups[0], made)], cancellationToken);
        ForgetKey(id);
        Keep(Entry(id, value, bytes, made, stamp, epoch));
        await Tell(tenant, key, isTag: false);
    }

    /// <summary>Removes a key from all levels, and has the other servers forget it. What is being made of it meanwhile is not kept.</summary>
    public async ValueTask RemoveAsync(TenantId tenant, string key, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        EntryKey id = Id(tenant, key);
        ForgetKey(id);
        await _levels.RemoveAsync(tenant, new OwedRemoval(key, IsTag: false));
        // Once more: it may have been read from a level, between this process and the level.
        ForgetKey(id);
        await Tell(tenant, key, isTag: false);
    }

    /// <summary>Removes all values of a tag from all levels, however many there are, by one write to each.</summary>
    public async ValueTask RemoveByTagAsync(TenantId tenant, string tag, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        ArgumentException.ThrowIfNullOrEmpty(tag);
        await InvalidateAsync(tenant, tag);
    }

    /// <summary>Removes all values of a tenant from all levels, by one write to each.</summary>
    public async ValueTask ClearAsync(TenantId tenant, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await InvalidateAsync(tenant, "");
    }

    /// <summary>How many values of a tag are in the memory of this process; walks over all that is.</summary>
    public int CountInProcess(TenantId tenant, string tag)
    {
        ArgumentException.ThrowIfNullOrEmpty(tag);
        CacheTag asked = _caches.Tags.Find(new EntryKey(_use, tenant, tag));
        return _caches.Process.Of(_use).Count(entry => entry.Stamp.Has(asked) && entry.Stamp.IsCurrent);
    }

    /// <summary>
    /// Removes all values of a tag as <see cref="RemoveByTagAsync"/> does, and takes them out of the memory of this process at once, where a removal
    /// only makes sure that nobody is given them. Walks over all that is there.
    /// </summary>
    public async ValueTask EraseByTagAsync(TenantId tenant, string tag, CancellationToken cancellationToken = default)
    {
        await RemoveByTagAsync(tenant, tag, cancellationToken);
        foreach (ProcessEntry entry in _caches.Process.Of(_use).Where(entry => !entry.Stamp.IsCurrent))
            _caches.Process.Remove(entry.Key);
    }

    void INamedCache.Forget(TenantId tenant, string name, bool isTag)
    {
        var id = new EntryKey(_use, tenant, name);
        if (isTag)
            _caches.Tags.Invalidate(id);
        else
            ForgetKey(id);
    }

    private static IReadOnlyList<string> Checked(IReadOnlyList<string>? tags)
    {
        if (tags is null)
            return [];
        // The empty one is the tag of all values.
        return tags.Any(string.IsNullOrEmpty) ? throw new ArgumentException("A tag must not be empty", nameof(tags)) : tags;
    }

    private EntryKey Id(TenantId tenant, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        // A tenant that was not given is refused here, before anything is read.
        _ = tenant.Value;
        return new EntryKey(_use, tenant, key);
    }

    private TagStamp Stamp(TenantId tenant, IReadOnlyList<string> tags)
    {
        var found = new CacheTag[tags.Count + 1];
        found[0] = _caches.Tags.Find(new EntryKey(_use, tenant, ""));
        for (int i = 0; i < tags.Count; i++)
            found[i + 1] = _caches.Tags.Find(new EntryKey(_use, tenant, tags[i]));
        return new TagStamp(found);
    }

    private async ValueTask InvalidateAsync(TenantId tenant, string tag)
    {
        var id = new EntryKey(_use, tenant, tag);
        _caches.Tags.Invalidate(id);
        await _levels.RemoveAsync(tenant, new OwedRemoval(tag, IsTag: true));
        _caches.Tags.Invalidate(id);
        await Tell(tenant, tag, isTag: true);
    }

    private ValueTask Tell(TenantId tenant, string name, bool isTag) =>
        Remote is null ? ValueTask.CompletedTask : _caches.TellAsync(Name, tenant, name, isTag);

    private void ForgetKey(in EntryKey id)
    {
        if (_flights.TryRemove(id, out Flight<T>? flight))
            flight.Discard();
        _caches.Process.Remove(id);
    }
}
