using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Redis;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>The store in Redis 8. Where there is no server each test skips.</summary>
public sealed class RedisStoreFixture : IVectorStoreFixture, IAsyncDisposable
{
    private readonly Lazy<ServiceProvider> _services = new(Compose);
    private IVectorStore? _store;

    // Calls have their time limits from the machine's clock, and records their expiry from the test's.
    public IVectorStore Store => _store ??= new RedisVectorStore(_services.Value.GetRequiredService<RedisConnection>(), clock: Clock);

    public ManualTimeProvider Clock { get; } = new();

    public async ValueTask DisposeAsync()
    {
        if (_services.IsValueCreated)
            await _services.Value.DisposeAsync();
    }

    private static ServiceProvider Compose()
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddPerto(new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("Perto:Redis:Url", TestRedis8.ConnectionString()),
                    // A machine that builds and tests at once may well pause for longer than a cache should.
                    new("Perto:Dependencies:redis:Timeout", "00:00:30"),
                ])
                .Build())
            .UseRedis();
        return services.BuildServiceProvider();
    }
}
