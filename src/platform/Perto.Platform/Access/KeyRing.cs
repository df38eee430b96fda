using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Perto.Platform;

/// <summary>
/// Checks the keys that callers show. What the database says of a key is believed for <see cref="Life"/>, so that a request costs no query: what
/// another server revokes is seen here after that at the latest, what this one revokes at once.
/// </summary>
public sealed class KeyRing(IDatabase database, TimeProvider clock)
{
    /// <summary>How long this process believes what it read of a key.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(5);

    private const int Most = 10_000;

    private readonly ConcurrentDictionary<string, Known> _known = new(StringComparer.Ordinal);

    /// <summary>Whose key it is and whether it opens anything.</summary>
    /// <param name="key">As the caller gave it, whatever it is.</param>
    /// <param name="cancellationToken">Leaves it.</param>
    public async Task<KeyCheck> CheckAsync(string key, CancellationToken cancellationToken = default)
    {
        if (!KeyText.IsKey(key))
            return default;
        string prefix = KeyText.PrefixOf(key);
        Known known = Current(prefix);
        Holder? holder;
        try
        {
            holder = await known.Holder.Value.WaitAsync(cancellationToken);
        }
        catch (Exception) when (known.Holder.Value.IsCompleted)
        {
            Forget(prefix, known);
            throw;
        }
        if (holder is null)
        {
            // Anybody can make up prefixes; they take no place here.
            Forget(prefix, known);
            return default;
        }
        return CryptographicOperations.FixedTimeEquals(KeyText.Digest(key), holder.Row.Sha256)
            ? new KeyCheck(holder.Caller, holder.Row.StateAt(UnixMicros.Now(clock)))
            : default;
    }

    /// <summary>Whether the key was right when it was last looked at, however long ago: costs no query.</summary>
    public bool HasSeen(string key) =>
        KeyText.IsKey(key)
        && _known.TryGetValue(KeyText.PrefixOf(key), out Known? known)
        && known.Holder is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: { } holder } }
        && CryptographicOperations.FixedTimeEquals(KeyText.Digest(key), holder.Row.Sha256);

    /// <summary>The key has changed; the next request reads it anew.</summary>
    internal void Forget(string prefix) => _known.TryRemove(prefix, out _);

    private void Forget(string prefix, Known known) => _known.TryRemove(new KeyValuePair<string, Known>(prefix, known));

    // Requests that come together wait for one query: each entry has one, and a change of the key removes the entry and with it what was under way.
    private Known Current(string prefix)
    {
        long now = clock.GetTimestamp();
        if (_known.TryGetValue(prefix, out Known? known) && clock.GetElapsedTime(known.ReadAt, now) < Life)
            return known;
        if (_known.Count >= Most)
            _known.Clear();
        var next = new Known(now, new Lazy<Task<Holder?>>(() => ReadAsync(prefix)));
        if (known is null)
            return _known.GetOrAdd(prefix, next);
        return _known.TryUpdate(prefix, next, known) ? next : _known.GetOrAdd(prefix, next);
    }

    private async Task<Holder?> ReadAsync(string prefix)
    {
        KeyRow? row = await database.ReadAsync(session => session.FirstOrDefaultAsync<KeyRow>(
            $"select {KeyRow.Columns} from api_key where prefix = @prefix", new { prefix }));
        if (row is null)
            return null;
        var caller = new Caller
        {
            Tenant = new TenantId(row.Tenant),
            Actor = row.Id,
            Scopes = row.ScopeSet,
            Key = row.Shown(UnixMicros.Now(clock)),
        };
        return new Holder(row, caller);
    }

    private sealed record Known(long ReadAt, Lazy<Task<Holder?>> Holder);

    private sealed record Holder(KeyRow Row, Caller Caller);
}
