using System.Security.Cryptography;
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
    private readonly string _prefix = $"test-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(10))}";
    private IVectorStore? _store;

    // Calls have their time limits from the machine's clock, and records their expiry from the test's.
    public IVectorStore Store => _store ??= new RedisVectorStore(Redis, new RedisVectorSettings { Prefix = _prefix }, Clock);

    public ManualTimeProvider Clock { get; } = new();

    private RedisConnection Redis => _services.Value.GetRequiredService<RedisConnection>();

    public async ValueTask DisposeAsync()
    {
        if (!_services.IsValueCreated)
            return;
        RedisReply keys = await Redis.ExecuteAsync("KEYS", [$"{_prefix}:*"]);
        await Redis.DeleteAsync([.. keys.Items.Select(key => key.Text!)]);
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
