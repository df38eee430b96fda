using StackExchange.Redis;

namespace Perto.Redis;

/// <content>Keys with a list of values.</content>
public sealed partial class RedisConnection
{
    /// <summary>Puts values in front of a list, the last of them first.</summary>
    /// <returns>How long the list is now.</returns>
    public ValueTask<long> PushAsync(string key, IReadOnlyList<byte[]> values, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(values);
        ArgumentOutOfRangeException.ThrowIfZero(values.Count, nameof(values));
        RedisValue[] pushed = [.. values.Select(value => (RedisValue)value)];
        return CallAsync(database => database.ListLeftPushAsync(key, pushed), repeatable: false, cancellationToken);
    }

    /// <summary>Values of a list from its front; none where there is no such key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="start">The first one, from 0.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public ValueTask<byte[][]> RangeAsync(string key, int start, int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count == 0
            ? ValueTask.FromResult(Array.Empty<byte[]>())
            : CallAsync(
                async database => Array.ConvertAll(await database.ListRangeAsync(key, start, start + count - 1L), value => (byte[])value!),
                repeatable: true,
                cancellationToken);
    }

    /// <summary>Leaves the first <paramref name="count"/> values of a list.</summary>
    public async ValueTask TrimAsync(string key, int count, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        await CallAsync(
            async database =>
            {
                await database.ListTrimAsync(key, 0, count - 1L);
                return true;
            },
            repeatable: true,
            cancellationToken);
    }
}
