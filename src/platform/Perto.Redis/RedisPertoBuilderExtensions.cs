using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Redis;

/// <summary>Puts Perto on Redis.</summary>
public static class RedisPertoBuilderExtensions
{
    /// <summary>
    /// Uses the Redis of the setting <c>Perto:Redis:Url</c>; does nothing where it is absent, so that a host can always call it and do without
    /// until someone sets it.
    /// </summary>
    /// <remarks>It keeps the vectors too where <c>Perto:Vectors:Store</c> is <c>Redis</c>.</remarks>
    /// <exception cref="InvalidSettingException">The setting cannot be read, or vectors are to be in a Redis that is not named.</exception>
    public static PertoBuilder UseRedis(this PertoBuilder perto)
    {
        bool forVectors = RedisVectorComposition.IsChosen(perto.Settings);
        string? url = perto.Settings.Redis.Url;
        if (string.IsNullOrWhiteSpace(url))
            return perto;
        RedisUrl.Parse(url);
        perto.AddDependency(
            RedisConnection.DependencyName,
            "Shares what is computed between servers; without it each server keeps its own and asks the database",
            new DependencySettings
            {
                // What stands behind it answers in a few milliseconds: asking that is better than waiting or asking again.
                Timeout = TimeSpan.FromMilliseconds(250),
                Attempts = 1,
                BreakerPause = TimeSpan.FromSeconds(1),
            });
        perto.Services.AddSingleton(services => new RedisConnection(
            url,
            services.GetRequiredService<Dependencies>()[RedisConnection.DependencyName],
            services.GetRequiredService<ILogger<RedisConnection>>()));
        perto.Services.AddSingleton<IRemoteCache, RedisCacheLevel>();
        perto.Services.AddSingleton<IRecentListStore, RedisRecentLists>();
        perto.Services.AddSingleton<IOnlineFeatures>(services => new RedisOnlineFeatures(
            services.GetRequiredService<RedisConnection>(), services.GetRequiredService<FeatureSettings>().SharedAge));
        if (forVectors)
            RedisVectorComposition.Use(perto);
        return perto;
    }
}
