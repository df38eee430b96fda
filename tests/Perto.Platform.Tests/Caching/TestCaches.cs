using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Perto.Testing;

namespace Perto.Platform.Tests.Caching;

/// <summary>Caches with time that a test moves, over the levels that it wants.</summary>
internal sealed class TestCaches : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public TestCaches(IRemoteCache? remote = null, IDatabase? database = null, long bytes = 64 << 20, ManualTimeProvider? clock = null)
    {
        Clock = clock ?? new ManualTimeProvider();
        Caches = new Caches(
            new CacheSettings { ProcessBytes = bytes },
            remote,
            database is null ? null : new DatabaseLevel(new Lazy<IDatabase>(database), Clock),
            Clock,
            _services.GetRequiredService<IMeterFactory>(),
            NullLogger<Caches>.Instance);
    }

    public static TenantId Tenant { get; } = new("acme");

    public ManualTimeProvider Clock { get; }

    public Caches Caches { get; }

    public static Func<CancellationToken, Task<string?>> Gives(string? value) => _ => Task.FromResult(value);

    public static Func<CancellationToken, Task<string?>> MustNotRun { get; } = _ => throw new InvalidOperationException("The source was asked.");

    public async ValueTask DisposeAsync()
    {
        await Caches.DisposeAsync();
        await _services.DisposeAsync();
    }
}
