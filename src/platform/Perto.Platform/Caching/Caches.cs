using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Perto.Platform;

/// <summary>
/// All caches of this process, over the levels that there are: memory, Redis, database. A cache is declared once, by its name.
/// </summary>
public sealed class Caches : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, INamedCache> _caches = new(StringComparer.Ordinal);
    private readonly Guid _origin = Guid.NewGuid();
    private readonly IReadOnlyList<LevelAccess> _shared;
    private readonly IReadOnlyList<LevelAccess> _database;
    private readonly ILogger _logger;
    private readonly IAsyncDisposable? _listening;
    private volatile bool _connected;

    internal Caches(
        CacheSettings settings, IRemoteCache? remote, DatabaseLevel? database, TimeProvider clock, IMeterFactory meters, ILogger<Caches> logger)
    {
        Settings = settings;
        Remote = remote;
        Clock = clock;
        _logger = logger;
        Process = new ProcessLevel(settings.ProcessBytes);
        _shared = remote is null ? [] : [new LevelAccess(remote, (space, removal) => TellAsync(space.Cache, space.Tenant, removal.Name, removal.IsTag), logger)];
        _database = database is null ? [] : [new LevelAccess(database, (_, _) => ValueTask.CompletedTask, logger)];
        Metrics = new CacheMetrics(meters, this);
        _listening = remote?.Listen(Received, Connected);
    }

    internal CacheSettings Settings { get; }

    internal IRemoteCache? Remote { get; }

    internal TimeProvider Clock { get; }

    internal ProcessLevel Process { get; }

    internal CacheTags Tags { get; } = new();

    /// <summary>That of all caches that servers share.</summary>
    internal Epoch Epoch { get; } = new();

    internal CacheMetrics Metrics { get; }

    /// <summary>Whether another server's removals reach this process, or there is no other one that could tell.</summary>
    internal bool HearsAll => Remote is null || _connected;

    /// <summary>All of them, by name, with what they counted.</summary>
    public IReadOnlyList<CacheStatistics> Statistics => [.. _caches.Values.OrderBy(cache => cache.Name, StringComparer.Ordinal).Select(cache => cache.Statistics)];

    /// <summary>Declares a cache.</summary>
    /// <typeparam name="T">Its values. They are shared between callers: nobody changes one.</typeparam>
    /// <param name="name">1 to 40 characters of a-z, 0-9 and <c>-</c>; the same on all servers.</param>
    /// <param name="configure">How it keeps its values; null: the defaults.</param>
    /// <exception cref="ArgumentException">The name cannot be used, or there is a cache of that name.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of its range.</exception>
    public Cache<T> For<T>(string name, Action<CacheOptions<T>>? configure = null)
        where T : class
    {
        CacheName.Require(name);
        var options = new CacheOptions<T>();
        configure?.Invoke(options);
        options.Check(name);
        LevelAccess[] levels = [.. options.Shared ? _shared : [], .. options.InDatabase ? _database : []];
        var cache = new Cache<T>(name, options, levels, this);
        return _caches.TryAdd(name, cache) ? cache : throw new ArgumentException($"There is a cache '{name}' already", nameof(name));
    }

    /// <summary>Listens to the other servers no more.</summary>
    public ValueTask DisposeAsync() => _listening?.DisposeAsync() ?? ValueTask.CompletedTask;

    internal bool TryFind(string name, [NotNullWhen(true)] out INamedCache? cache) => _caches.TryGetValue(name, out cache);

    /// <summary>Tells the other servers of a removal.</summary>
    internal async ValueTask TellAsync(string cache, TenantId tenant, string name, bool isTag)
    {
        try
        {
            if (Remote is not null)
                await Remote.PublishAsync(new CacheMessage(_origin, cache, tenant, name, isTag).Encode(), CancellationToken.None);
        }
        catch (DependencyException away)
        {
            // They lose their connections as well, and believe nothing that they held before; until then their values live for seconds.
            CacheLog.NotTold(_logger, cache, away.Message);
        }
    }

    internal void NotRefreshed(string cache, Exception failed) => CacheLog.NotRefreshed(_logger, cache, failed);

    private void Received(byte[] bytes)
    {
        if (CacheMessage.Decode(bytes) is not { } message)
            Metrics.GarbageHeard();
        else if (message.Origin != _origin && TryFind(message.Cache, out INamedCache? cache))
            cache.Forget(message.Tenant, message.Name, message.IsTag);
    }

    private void Connected(bool connected)
    {
        // With the end of the connection something may have been missed; what was kept until it is back may have been removed meanwhile.
        _connected = connected;
        Epoch.Next();
    }
}
