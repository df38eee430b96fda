namespace Perto.Platform;

/// <summary>
/// The latest things of each key, newest first and bounded: what a person watched last. Servers share the lists over Redis; without Redis, and
/// while it is away, this process keeps what it is given itself, and hands it over when Redis is back.
/// </summary>
/// <remarks>A list may lose values when a server or Redis is lost: what must not be lost is in the database.</remarks>
public sealed class RecentList
{
    private readonly string _name;
    private readonly RecentListOptions _options;
    private readonly IRecentListStore? _store;
    private readonly ProcessLists _process;

    internal RecentList(string name, RecentListOptions options, IRecentListStore? store, TimeProvider clock)
    {
        _name = name;
        _options = options;
        _store = store;
        _process = new ProcessLists(clock);
    }

    /// <summary>Puts a value in front of a list.</summary>
    public async ValueTask AddAsync(TenantId tenant, string key, string value, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(value);
        RecentListKey list = Key(tenant, key);
        if (_store is null || !await TryHandOverAsync(list, cancellationToken))
        {
            _process.Add(list, [value], _options);
            return;
        }
        try
        {
            await _store.AddAsync(list, [value], _options, cancellationToken);
        }
        catch (DependencyException)
        {
            _process.Add(list, [value], _options);
        }
    }

    /// <summary>The newest values of a list, newest first; none where there is no such list.</summary>
    /// <param name="tenant">Whose.</param>
    /// <param name="key">The list.</param>
    /// <param name="count">How many at most, not less than 0.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async ValueTask<IReadOnlyList<string>> ReadAsync(TenantId tenant, string key, int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RecentListKey list = Key(tenant, key);
        try
        {
            if (_store is not null && await TryHandOverAsync(list, cancellationToken))
                return await _store.ReadAsync(list, count, cancellationToken);
        }
        catch (DependencyException)
        {
            // What came here meanwhile is better than nothing.
        }
        return _process.Read(list, count);
    }

    /// <summary>Removes a list.</summary>
    /// <exception cref="DependencyException">Redis is away, and may still have it.</exception>
    public async ValueTask RemoveAsync(TenantId tenant, string key, CancellationToken cancellationToken = default)
    {
        RecentListKey list = Key(tenant, key);
        _process.Take(list);
        if (_store is not null)
            await _store.RemoveAsync(list, cancellationToken);
    }

    private async ValueTask<bool> TryHandOverAsync(RecentListKey list, CancellationToken cancellationToken)
    {
        if (_process.Take(list) is not { } held)
            return true;
        held.Reverse();
        try
        {
            await _store!.AddAsync(list, held, _options, cancellationToken);
            return true;
        }
        catch (Exception failed) when (failed is DependencyException or OperationCanceledException)
        {
            _process.Add(list, held, _options);
            if (failed is OperationCanceledException)
                throw;
            return false;
        }
    }

    private RecentListKey Key(TenantId tenant, string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        _ = tenant.Value;
        return new RecentListKey(_name, tenant, LevelKey.Of(key));
    }
}
