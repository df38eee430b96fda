using System.Text;
using Perto.Platform;

namespace Perto.Redis;

/// <summary>Recent lists in Redis, under <c>perto-recent:{name}:{tenant}:{key}</c>.</summary>
public sealed class RedisRecentLists(RedisConnection redis) : IRecentListStore
{
    /// <summary>Puts values in front, each moved there or doubled, cuts the list and gives it its time.</summary>
    private static readonly RedisScript Add = new(
        """
        for i = 4, #ARGV do
            if ARGV[1] == '1' then redis.call('LREM', KEYS[1], 0, ARGV[i]) end
            redis.call('LPUSH', KEYS[1], ARGV[i])
        end
        redis.call('LTRIM', KEYS[1], 0, ARGV[2] - 1)
        redis.call('PEXPIRE', KEYS[1], ARGV[3])
        """);

    /// <inheritdoc/>
    public async ValueTask AddAsync(RecentListKey key, IReadOnlyList<string> values, RecentListOptions options, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            await redis.RunAsync(
                Add,
                [Name(key)],
                [options.Unique ? 1L : 0L, options.Limit, (long)options.Ttl.TotalMilliseconds, .. values.Select(value => (RedisArgument)value)],
                repeatable: options.Unique,
                cancellationToken);
        }
        catch (DependencyException)
        {
            redis.Dependency.FellBack("process");
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask<IReadOnlyList<string>> ReadAsync(RecentListKey key, int count, CancellationToken cancellationToken)
    {
        try
        {
            return Array.ConvertAll(await redis.RangeAsync(Name(key), 0, count, cancellationToken), Encoding.UTF8.GetString);
        }
        catch (DependencyException)
        {
            redis.Dependency.FellBack("process");
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask RemoveAsync(RecentListKey key, CancellationToken cancellationToken) => await redis.DeleteAsync([Name(key)], cancellationToken);

    private static string Name(RecentListKey key) => $"perto-recent:{key.Name}:{key.Tenant}:{key.Key}";
}
