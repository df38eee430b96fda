using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Qdrant.Tests;

/// <summary>A store as a process has it: composed from settings, over a server.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    /// <param name="url">The server.</param>
    /// <param name="settings">Beside those that choose it; tests do without retries where they do not say otherwise.</param>
    public TestStore(string url, params (string Name, string Value)[] settings)
    {
        Dictionary<string, string?> all = new()
        {
            ["Perto:Vectors:Store"] = "Qdrant",
            ["Perto:Qdrant:Url"] = url,
            ["Perto:Dependencies:qdrant:Attempts"] = "1",
            ["Perto:Dependencies:qdrant:BreakerCalls"] = "10000",
        };
        foreach ((string name, string value) in settings)
            all[name] = value;
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection(all).Build()).UseQdrant();
        _services = services.BuildServiceProvider();
    }

    public static TenantId Tenant { get; } = new("shop");

    public ManualTimeProvider Clock { get; } = new();

    public IVectorStore Store => _services.GetRequiredService<IVectorStore>();

    public Dependency Dependency => _services.GetRequiredService<Dependencies>()["qdrant"];

    /// <summary>A collection with a vector of two dimensions and a number.</summary>
    public Task<IVectorCollection> ThingsAsync() =>
        Store.CollectionAsync(Tenant, "things", schema => schema.Dense("v", 2, Metric.Dot).Integer("n"), TestContext.Current.CancellationToken).AsTask();

    public static VectorRecord Thing(string id, int n) => new(id) { Vectors = { ["v"] = new float[] { n, 1 } }, Payload = { ["n"] = n } };

    /// <summary>Moves time in steps so small that no wait is passed over, until the call is done.</summary>
    public async Task MoveUntilDoneAsync(Task call)
    {
        while (!call.IsCompleted)
        {
            Clock.Advance(TimeSpan.FromMilliseconds(10));
            await Task.Yield();
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
