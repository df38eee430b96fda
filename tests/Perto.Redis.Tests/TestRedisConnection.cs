using System.Security.Cryptography;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Redis.Tests;

/// <summary>A connection as the host makes it, for a test.</summary>
internal sealed class TestRedisConnection : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private TestRedisConnection(ServiceProvider services) => _services = services;

    public RedisConnection Redis => _services.GetRequiredService<RedisConnection>();

    public Dependency Dependency => Redis.Dependency;

    /// <summary>To the server that tests share, or to that of an address.</summary>
    public static TestRedisConnection To(string? url = null, params (string Setting, string Value)[] settings)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddPerto(new ConfigurationBuilder()
                .AddInMemoryCollection([
                    new("Perto:Redis:Url", url ?? TestRedis.ConnectionString()),
                    // A machine that builds and tests at once may well pause for longer than the 250 ms of production.
                    new("Perto:Dependencies:redis:Timeout", "00:00:10"),
                ])
                .AddInMemoryCollection(settings.Select(setting => new KeyValuePair<string, string?>(setting.Setting, setting.Value)))
                .Build())
            .UseRedis();
        return new TestRedisConnection(services.BuildServiceProvider());
    }

    /// <summary>A key that no other test uses, gone after a minute if it is given that time.</summary>
    public static string Key() => $"perto-test:{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16))}";

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
