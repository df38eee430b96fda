using Microsoft.Extensions.Logging;
using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Pinecone.Tests;

/// <summary>A double of the service, and stores over it, each as another process would have it.</summary>
internal sealed class TestService : IAsyncDisposable
{
    private readonly List<PineconeVectorStore> _stores = [];

    private TestService(PineconeDouble pinecone) => Double = pinecone;

    public static TenantId Tenant { get; } = new("shop");

    public PineconeDouble Double { get; }

    /// <summary>The clock of the stores; that of their calls is the machine's unless a test says otherwise.</summary>
    public ManualTimeProvider Clock { get; } = new();

    public static async Task<TestService> StartAsync() => new(await PineconeDouble.StartAsync("pcsk_secret-of-the-shop"));

    /// <summary>Calls that fail at once: a test need not wait for the second attempt.</summary>
    public static DependencySettings Quick => new() { RetryDelay = TimeSpan.Zero, LongestRetryDelay = TimeSpan.Zero, BreakerCalls = 10_000, Timeout = TimeSpan.FromMinutes(1) };

    public PineconeVectorStore Store(
        Action<PineconeSettings>? change = null, Dependency? dependency = null, ILogger<PineconeVectorStore>? logger = null, TimeProvider? clock = null)
    {
        PineconeSettings settings = new() { ApiKey = Double.ApiKey, ControlUrl = Double.Address, Index = "shop" };
        change?.Invoke(settings);
        PineconeVectorStore store = new(settings, dependency ?? TestDependency.Make("pinecone", Quick), clock ?? Clock, logger);
        _stores.Add(store);
        return store;
    }

    public static ValueTask<IVectorCollection> ThingsAsync(PineconeVectorStore store, string name = "things") =>
        store.CollectionAsync(Tenant, name, static s => s.Dense("v", 2, Metric.Dot).Keyword("word").Integer("n"), TestContext.Current.CancellationToken);

    public static VectorRecord Thing(string id, int n = 0) => new(id)
    {
        Vectors = { ["v"] = new float[] { 1, n } },
        Payload = { ["n"] = n },
    };

    /// <summary>Requests to a path, by its end.</summary>
    public IReadOnlyList<ReceivedRequest> Requests(string path) => [.. Double.Requests.Where(request => request.Path.EndsWith(path, StringComparison.Ordinal))];

    public async ValueTask DisposeAsync()
    {
        foreach (PineconeVectorStore store in _stores)
            store.Dispose();
        await Double.DisposeAsync();
    }
}
