using System.Buffers.Binary;
using System.Collections.Concurrent;
using Perto.Platform;

namespace Perto.Redis;

/// <summary>
/// Packed rows of features in Redis, shared by all servers: read by one MGET, written by a script that lets the greater revision win. What
/// it does not know, and all of it while it is down, the database answers.
/// </summary>
/// <remarks>
/// A key holds 8 bytes of revision, big-endian so that their order as bytes is that of the numbers, and the row. What could not be written while the
/// server was away is written as soon as it is back; where this process ends before that, the row that is left expires by its age.
/// </remarks>
public sealed class RedisOnlineFeatures : IOnlineFeatures
{
    private const int RevisionBytes = 8;

    // A script holds the server up: some hundred rows are a fraction of a millisecond.
    private const int RowsAtOnce = 256;

    // Beyond this the rows of an outage are left to expire.
    private const int MaxBehind = 100_000;

    private static readonly RedisScript PutNewer = new(
        """
        -- Byte by byte: texts are compared in the order of the server's locale.
        local function replaces(new, old)
            for i = 1, 8 do
                local a, b = string.byte(new, i), string.byte(old, i) or 0
                if a ~= b then return a > b end
            end
            return true
        end
        for i = 1, #KEYS do
            local old = redis.call('GET', KEYS[i])
            if not old or replaces(ARGV[i + 1], old) then
                redis.call('SET', KEYS[i], ARGV[i + 1], 'PX', ARGV[1])
            end
        end
        """);

    private readonly RedisConnection _redis;
    private readonly TimeSpan _age;
    private readonly ConcurrentDictionary<(TenantId Tenant, EntityKey Key), OnlineRow> _behind = new();
    private int _catchingUp;

    /// <param name="redis">The server.</param>
    /// <param name="age">How long a row stays that nobody writes.</param>
    /// <exception cref="ArgumentOutOfRangeException">The age is less than a second.</exception>
    public RedisOnlineFeatures(RedisConnection redis, TimeSpan age)
    {
        ArgumentNullException.ThrowIfNull(redis);
        ArgumentOutOfRangeException.ThrowIfLessThan(age, TimeSpan.FromSeconds(1));
        _redis = redis;
        _age = age;
    }

    /// <inheritdoc/>
    public async ValueTask GetAsync(TenantId tenant, ReadOnlyMemory<EntityKey> keys, Memory<OnlineRow> rows, CancellationToken cancellationToken)
    {
        try
        {
            if (!_behind.IsEmpty)
                await CatchUpAsync(cancellationToken);
            byte[]?[] values = await _redis.GetAsync(Names(tenant, keys.Span), cancellationToken);
            for (int i = 0; i < values.Length; i++)
            {
                // What this process could not write yet is older there than what the database has.
                if (values[i] is { Length: >= RevisionBytes } value && (_behind.IsEmpty || !_behind.ContainsKey((tenant, keys.Span[i]))))
                    rows.Span[i] = new OnlineRow(BinaryPrimitives.ReadInt64BigEndian(value), value.AsMemory(RevisionBytes));
            }
        }
        catch (DependencyException)
        {
            _redis.Dependency.FellBack("database");
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> PutAsync(TenantId tenant, ReadOnlyMemory<EntityKey> keys, ReadOnlyMemory<OnlineRow> rows, bool changed, CancellationToken cancellationToken)
    {
        int done = 0;
        try
        {
            if (!_behind.IsEmpty)
                await CatchUpAsync(cancellationToken);
            for (; done < keys.Length; done += RowsAtOnce)
            {
                int some = Math.Min(RowsAtOnce, keys.Length - done);
                await WriteAsync(tenant, keys.Slice(done, some), rows.Slice(done, some), cancellationToken);
            }
            return true;
        }
        catch (DependencyException)
        {
            _redis.Dependency.FellBack(changed ? "owed" : "database");
            for (int i = done; changed && i < keys.Length && _behind.Count < MaxBehind; i++)
                Remember(tenant, keys.Span[i], rows.Span[i]);
            return false;
        }
    }

    private void Remember(TenantId tenant, EntityKey key, OnlineRow row) =>
        _behind.AddOrUpdate((tenant, key), static (_, row) => row, static (_, old, row) => old.Revision > row.Revision ? old : row, row);

    /// <summary>Writes what an outage has held up; one caller at a time does it.</summary>
    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _catchingUp, 1) == 1)
            return;
        try
        {
            foreach (IGrouping<TenantId, KeyValuePair<(TenantId Tenant, EntityKey Key), OnlineRow>> tenant in _behind.ToArray().GroupBy(one => one.Key.Tenant))
            {
                foreach (KeyValuePair<(TenantId Tenant, EntityKey Key), OnlineRow>[] some in tenant.Chunk(RowsAtOnce))
                {
                    await WriteAsync(tenant.Key, some.Select(one => one.Key.Key).ToArray(), some.Select(one => one.Value).ToArray(), cancellationToken);
                    // One that was replaced meanwhile stays for the next time.
                    foreach (KeyValuePair<(TenantId Tenant, EntityKey Key), OnlineRow> one in some)
                        _behind.TryRemove(one);
                }
            }
        }
        finally
        {
            Volatile.Write(ref _catchingUp, 0);
        }
    }

    private async Task WriteAsync(TenantId tenant, ReadOnlyMemory<EntityKey> keys, ReadOnlyMemory<OnlineRow> rows, CancellationToken cancellationToken)
    {
        var arguments = new RedisArgument[keys.Length + 1];
        arguments[0] = (long)_age.TotalMilliseconds;
        for (int i = 0; i < keys.Length; i++)
        {
            OnlineRow row = rows.Span[i];
            byte[] value = new byte[RevisionBytes + row.Packed.Length];
            BinaryPrimitives.WriteInt64BigEndian(value, row.Revision);
            row.Packed.Span.CopyTo(value.AsSpan(RevisionBytes));
            arguments[i + 1] = value;
        }
        await _redis.RunAsync(PutNewer, Names(tenant, keys.Span), arguments, repeatable: true, cancellationToken);
    }

    private static string[] Names(TenantId tenant, ReadOnlySpan<EntityKey> keys)
    {
        string[] names = new string[keys.Length];
        for (int i = 0; i < names.Length; i++)
            names[i] = $"perto:features:{tenant.Value}:{keys[i].Entity}:{keys[i].Key}";
        return names;
    }
}
