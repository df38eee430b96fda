using StackExchange.Redis;

namespace Perto.Redis;

/// <content>Keys with one value each.</content>
public sealed partial class RedisConnection
{
    /// <summary>The value of a key; null where there is none.</summary>
    public ValueTask<byte[]?> GetAsync(string key, CancellationToken cancellationToken = default) =>
        CallAsync(async database => (byte[]?)await database.StringGetAsync(key), repeatable: true, cancellationToken);

    /// <summary>The values of many keys in one step, in the order of the keys; null where there is none.</summary>
    public ValueTask<byte[]?[]> GetAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
            return ValueTask.FromResult(Array.Empty<byte[]?>());
        RedisKey[] asked = Keys(keys);
        return CallAsync(
            async database => Array.ConvertAll(await database.StringGetAsync(asked), value => (byte[]?)value), repeatable: true, cancellationToken);
    }

    /// <summary>Sets a key, whatever was there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    /// <param name="expiry">After which it is gone, at least a millisecond; null: never.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask SetAsync(string key, byte[] value, TimeSpan? expiry = null, CancellationToken cancellationToken = default) =>
        await CallAsync(database => database.StringSetAsync(key, value, expiry), repeatable: true, cancellationToken);

    /// <summary>Sets many keys, each with the same expiry, in one round trip though not in one step.</summary>
    public async ValueTask SetAsync(
        IReadOnlyList<KeyValuePair<string, byte[]>> values, TimeSpan? expiry = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.Count > 0)
        {
            await CallAsync(
                database => Task.WhenAll(values.Select(value => database.StringSetAsync(value.Key, value.Value, expiry))), repeatable: true, cancellationToken);
        }
    }

    /// <summary>Sets a key where there is none.</summary>
    /// <returns>Whether it was set.</returns>
    public ValueTask<bool> SetIfAbsentAsync(string key, byte[] value, TimeSpan? expiry = null, CancellationToken cancellationToken = default) =>
        CallAsync(database => database.StringSetAsync(key, value, expiry, When.NotExists), repeatable: false, cancellationToken);

    /// <summary>Deletes keys of any kind.</summary>
    /// <returns>How many there were.</returns>
    public ValueTask<long> DeleteAsync(IReadOnlyList<string> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Count == 0)
            return ValueTask.FromResult(0L);
        RedisKey[] asked = Keys(keys);
        return CallAsync(database => database.KeyDeleteAsync(asked), repeatable: true, cancellationToken);
    }

    /// <summary>Gives a key of any kind an expiry, counted from now.</summary>
    /// <returns>Whether there is such a key.</returns>
    public ValueTask<bool> ExpireAsync(string key, TimeSpan expiry, CancellationToken cancellationToken = default) =>
        CallAsync(database => database.KeyExpireAsync(key, expiry), repeatable: true, cancellationToken);

    private static RedisKey[] Keys(IReadOnlyList<string> keys)
    {
        var asked = new RedisKey[keys.Count];
        for (int i = 0; i < asked.Length; i++)
            asked[i] = keys[i];
        return asked;
    }
}
