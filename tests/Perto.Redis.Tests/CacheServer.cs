using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Platform;

namespace Perto.Redis.Tests;

/// <summary>The caches of one server as the host makes them, over the Redis of an address.</summary>
internal sealed class CacheServer : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public CacheServer(string url, string name = "names", Action<CacheOptions<string>>? configure = null, TimeSpan? timeout = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddPerto(new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("Perto:Redis:Url", url),
                    new("Perto:Dependencies:redis:Timeout", (timeout ?? TimeSpan.FromSeconds(10)).ToString("c")),
                    new("Perto:Dependencies:redis:BreakerPause", "00:00:00.500"),
                ])
                .Build())
            .UseRedis();
        _services = services.BuildServiceProvider();
        Caches = _services.GetRequiredService<Caches>();
        Cache = Caches.For(name, configure);
    }

    public Caches Caches { get; }

    public Cache<string> Cache { get; }

    public RedisConnection Redis => _services.GetRequiredService<RedisConnection>();

    public RecentLists RecentLists => _services.GetRequiredService<RecentLists>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
