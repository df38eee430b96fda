using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Perto.Platform.Tests.Caching;

/// <summary>A level that several caches of one test share, as servers share Redis; it can be away.</summary>
internal sealed class MemoryRemote(TimeProvider clock) : IRemoteCache
{
    private readonly ConcurrentDictionary<string, (byte[] Bytes, DateTimeOffset Until)> _values = new();
    private readonly ConcurrentDictionary<string, string> _tags = new();
    private readonly ConcurrentDictionary<string, bool> _locks = new();
    private readonly List<(Action<byte[]> Received, Action<bool> Connected)> _listeners = [];

    public string Name => "memory";

    public bool IsAway { get; set; }

    public int Reads { get; private set; }

    /// <summary>Called when somebody has taken a turn.</summary>
    public Action? Taken { get; set; }

    /// <summary>Thrown by reads: something that no level should throw.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Turns that are held.</summary>
    public int Turns => _locks.Count;

    /// <summary>All that is kept, to be damaged.</summary>
    public ICollection<string> Keys => _values.Keys;

    public void Damage(string key, Func<byte[], byte[]> how) => _values[key] = (how(_values[key].Bytes), _values[key].Until);

    public void Disconnect()
    {
        foreach ((_, Action<bool> connected) in _listeners)
            connected(false);
    }

    public void Connect()
    {
        foreach ((_, Action<bool> connected) in _listeners)
            connected(true);
    }

    public ValueTask<LevelRead[]> ReadAsync(CacheSpace space, IReadOnlyList<string> keys, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        if (Failure is { } failure)
            throw failure;
        Reads++;
        byte[] stamp = System.Text.Encoding.ASCII.GetBytes(
            string.Concat(tags.Select(tag => _tags.GetOrAdd($"{space.Cache}:{space.Tenant}:{tag}", _ => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))))));
        return ValueTask.FromResult<LevelRead[]>([.. keys.Select(key => new LevelRead(Find(Key(space, key)), stamp))]);
    }

    public ValueTask WriteAsync(CacheSpace space, IReadOnlyList<LevelWrite> values, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        foreach (LevelWrite value in values)
        {
            if (Find(Key(space, value.Key)) is not { } held || !RemovalMark.Is(held) || held.AsSpan().SequenceEqual(value.Read))
                _values[Key(space, value.Key)] = (value.Bytes, clock.GetUtcNow() + value.Lifetime);
        }
        return ValueTask.CompletedTask;
    }

    public ValueTask RemoveAsync(CacheSpace space, IReadOnlyList<string> keys, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        foreach (string key in keys)
            _values[Key(space, key)] = (RemovalMark.New(), clock.GetUtcNow() + RemovalMark.Lifetime);
        return ValueTask.CompletedTask;
    }

    public ValueTask InvalidateAsync(CacheSpace space, string tag, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        _tags[$"{space.Cache}:{space.Tenant}:{tag}"] = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        return ValueTask.CompletedTask;
    }

    public ValueTask PublishAsync(byte[] message, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        foreach ((Action<byte[]> received, _) in _listeners)
            received(message);
        return ValueTask.CompletedTask;
    }

    public IAsyncDisposable Listen(Action<byte[]> received, Action<bool> connected)
    {
        _listeners.Add((received, connected));
        connected(true);
        return new Nothing();
    }

    public ValueTask<IAsyncDisposable?> TryLockAsync(CacheSpace space, string key, CancellationToken cancellationToken)
    {
        ThrowIfAway();
        string name = Key(space, key);
        if (!_locks.TryAdd(name, true))
            return ValueTask.FromResult<IAsyncDisposable?>(null);
        Taken?.Invoke();
        return ValueTask.FromResult<IAsyncDisposable?>(new Held(() => _locks.TryRemove(name, out _)));
    }

    private byte[]? Find(string key) => _values.TryGetValue(key, out (byte[] Bytes, DateTimeOffset Until) value) && clock.GetUtcNow() < value.Until ? value.Bytes : null;

    private static string Key(CacheSpace space, string key) => $"{space.Cache}:{space.Version}:{space.Tenant}:{key}";

    private void ThrowIfAway()
    {
        if (!IsAway)
            return;
        DegradedRequest.Note(Name);
        throw new DependencyException("memory", "is away", "Wait") { Transient = true };
    }

    private sealed class Held(Action release) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            release();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Nothing : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
