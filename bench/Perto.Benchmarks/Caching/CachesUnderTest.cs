using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Redis;

namespace Perto.Benchmarks.Caching;

/// <summary>The caches of a server as the product makes them, with or without Redis.</summary>
internal sealed class CachesUnderTest : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public CachesUnderTest(string? redis = null)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddPerto(new ConfigurationBuilder()
                .AddInMemoryCollection([new("Perto:Redis:Url", redis), new("Perto:Dependencies:redis:Timeout", "00:00:05")])
                .Build())
            .UseRedis();
        _services = services.BuildServiceProvider();
        Caches = _services.GetRequiredService<Caches>();
    }

    public Caches Caches { get; }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
