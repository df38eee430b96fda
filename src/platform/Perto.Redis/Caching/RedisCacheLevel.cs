using System.Security.Cryptography;
using System.Text;
using Perto.Platform;

namespace Perto.Redis;

/// <summary>The cache level that servers share, in Redis.</summary>
/// <remarks>
/// Keys: <c>perto:{cache}:{version}:{tenant}:{key}</c> for values, <c>perto-tag:{cache}:{tenant}:{tag}</c> for versions of tags,
/// <c>perto-lock:...</c> for turns. Names of caches and tenants have no <c>:</c>, so no two of them meet. All of it expires.
/// </remarks>
public sealed class RedisCacheLevel(RedisConnection redis) : IRemoteCache
{
    /// <summary>The channel on which servers tell each other what they removed.</summary>
    public const string Channel = "perto:caches";

    private const int WrittenAtOnce = 128;

    // Longer than any value may be kept: a version that goes before its values comes back as another, and they are made again.
    private static readonly TimeSpan TagLifetime = TimeSpan.FromDays(8);

    // Longer than nearly all values take to be made; whoever takes longer may be joined by one other server.
    private static readonly TimeSpan TurnLifetime = TimeSpan.FromSeconds(30);

    /// <summary>Gives each tag its version, a new one where it has none.</summary>
    private static readonly RedisScript Versions = new(
        """
        local versions = {}
        for i, key in ipairs(KEYS) do
            local version = redis.call('GET', key)
            if not version then
                version = ARGV[i + 1]
                redis.call('SET', key, version, 'PX', ARGV[1])
            end
            versions[i] = version
        end
        return versions
        """);

    /// <summary>Sets keys, except where there is a mark of a removal, 17 bytes that begin with 0, that the writer has not seen.</summary>
    private static readonly RedisScript Write = new(
        """
        for i, key in ipairs(KEYS) do
            local now = redis.call('GET', key)
            local seen = ARGV[i * 3 - 2]
            if not (now and #now == 17 and string.byte(now, 1) == 0 and now ~= seen) then
                redis.call('SET', key, ARGV[i * 3 - 1], 'PX', ARGV[i * 3])
            end
        end
        """);

    /// <inheritdoc/>
    public string Name => "redis";

    /// <inheritdoc/>
    public async ValueTask<LevelRead[]> ReadAsync(
        CacheSpace space, IReadOnlyList<string> keys, IReadOnlyList<string> tags, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        ArgumentNullException.ThrowIfNull(tags);
        try
        {
            string[] tagKeys = [.. tags.Select(tag => TagKey(space, tag))];
            byte[]?[] read = await redis.GetAsync([.. keys.Select(key => ValueKey(space, key)), .. tagKeys], cancellationToken);
            byte[]?[] versions = read[keys.Count..];
            if (versions.Contains(null))
            {
                RedisReply given = await redis.RunAsync(
                    Versions, tagKeys, [(long)TagLifetime.TotalMilliseconds, .. tagKeys.Select(_ => (RedisArgument)NewVersion())], cancellationToken: cancellationToken);
                versions = VersionsOf(given, tagKeys.Length);
            }
            byte[] stamp = [.. versions.SelectMany(version => version!)];
            return [.. read.Take(keys.Count).Select(value => new LevelRead(value, stamp))];
        }
        catch (DependencyException)
        {
            redis.Dependency.FellBack("next_level");
            throw;
        }
        catch (InvalidCastException other)
        {
            redis.Dependency.FellBack("next_level");
            throw RedisFault.Told(other, redis.Dependency.Name, redis.Address);
        }
    }

    /// <inheritdoc/>
    public async ValueTask WriteAsync(CacheSpace space, IReadOnlyList<LevelWrite> values, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(values);
        try
        {
            foreach (LevelWrite[] part in values.Chunk(WrittenAtOnce))
            {
                await redis.RunAsync(
                    Write,
                    [.. part.Select(value => ValueKey(space, value.Key))],
                    [.. part.SelectMany(value => new RedisArgument[] { value.Read ?? [], value.Bytes, Math.Max(1, (long)value.Lifetime.TotalMilliseconds) })],
                    cancellationToken: cancellationToken);
            }
        }
        catch (DependencyException)
        {
            redis.Dependency.FellBack("next_level");
            throw;
        }
    }

    /// <inheritdoc/>
    public ValueTask RemoveAsync(CacheSpace space, IReadOnlyList<string> keys, CancellationToken cancellationToken) => OrOweAsync(
        redis.SetAsync([.. keys.Select(key => KeyValuePair.Create(ValueKey(space, key), RemovalMark.New()))], RemovalMark.Lifetime, cancellationToken));

    /// <inheritdoc/>
    public ValueTask InvalidateAsync(CacheSpace space, string tag, CancellationToken cancellationToken) =>
        OrOweAsync(redis.SetAsync(TagKey(space, tag), Encoding.ASCII.GetBytes(NewVersion()), TagLifetime, cancellationToken));

    /// <inheritdoc/>
    public async ValueTask PublishAsync(byte[] message, CancellationToken cancellationToken) =>
        await redis.PublishAsync(Channel, message, cancellationToken);

    /// <inheritdoc/>
    public IAsyncDisposable Listen(Action<byte[]> received, Action<bool> connected) => redis.Subscribe(Channel, received, connected);

    /// <inheritdoc/>
    public async ValueTask<IAsyncDisposable?> TryLockAsync(CacheSpace space, string key, CancellationToken cancellationToken)
    {
        var turn = new RedisTurn(redis, $"perto-lock:{space.Cache}:{space.Version}:{space.Tenant}:{key}");
        return await turn.TryTakeAsync(TurnLifetime, cancellationToken) ? turn : null;
    }

    /// <summary>The versions that <see cref="Versions"/> gave.</summary>
    /// <exception cref="InvalidCastException">They are something else.</exception>
    internal static byte[][] VersionsOf(RedisReply given, int count)
    {
        byte[][] versions = [.. given.Items.Select(item => item.Bytes ?? throw new InvalidCastException("A version is null"))];
        return versions.Length == count ? versions : throw new InvalidCastException($"{versions.Length} versions of {count}");
    }

    private async ValueTask OrOweAsync(ValueTask removal)
    {
        try
        {
            await removal;
        }
        catch (DependencyException)
        {
            // Whoever reads this level next is told of it first.
            redis.Dependency.FellBack("owed");
            throw;
        }
    }

    private static string ValueKey(CacheSpace space, string key) => $"perto:{space.Cache}:{space.Version}:{space.Tenant}:{key}";

    private static string TagKey(CacheSpace space, string tag) => $"perto-tag:{space.Cache}:{space.Tenant}:{tag}";

    private static string NewVersion() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(8));
}
