using System.Security.Cryptography;
using System.Text;
using Perto.Platform;

namespace Perto.Redis;

/// <summary>A key that one process holds for a while; nothing depends on it but how often work is done.</summary>
internal sealed class RedisTurn(RedisConnection redis, string key) : IAsyncDisposable
{
    /// <summary>Deletes the key if it is still the holder's: after its time it may be another's.</summary>
    private static readonly RedisScript Release = new(
        "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) else return 0 end");

    private readonly string _token = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    public async ValueTask<bool> TryTakeAsync(TimeSpan lifetime, CancellationToken cancellationToken)
    {
        try
        {
            return await redis.SetIfAbsentAsync(key, Encoding.ASCII.GetBytes(_token), lifetime, cancellationToken);
        }
        catch
        {
            // The server may have done it all the same, and nobody would know whose turn it is.
            _ = Task.Run(() => DisposeAsync().AsTask(), CancellationToken.None);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            await redis.RunAsync(Release, [key], [_token]);
        }
        catch (DependencyException)
        {
            // It ends by itself.
        }
    }
}
