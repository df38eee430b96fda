using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>A double of a service that keeps vectors, with the settings of a server that uses it.</summary>
internal sealed class VectorService : IAsyncDisposable
{
    private readonly Faults _faults;
    private readonly IAsyncDisposable _double;

    private VectorService(IAsyncDisposable inProcess, Faults faults, string store, params ReadOnlySpan<(string Name, string Value)> settings)
    {
        _double = inProcess;
        _faults = faults;
        Dictionary<string, string?> all = new(StringComparer.Ordinal)
        {
            ["Perto:Vectors:Store"] = store,
            // So that a test sees the breaker close, and what takes too long ends soon.
            [$"Perto:Dependencies:{store}:BreakerPause"] = "00:00:00.5",
            [$"Perto:Dependencies:{store}:Timeout"] = "00:00:02",
            [$"Perto:Dependencies:{store}:RetryDelay"] = "00:00:00.001",
            // A source waits for its vectors until they are there or have failed, and not for less.
            ["Perto:Streaming:SourceBudgetMs"] = "5000",
        };
        foreach ((string name, string value) in settings)
            all[name] = value;
        Settings = all;
    }

    public IEnumerable<KeyValuePair<string, string?>> Settings { get; }

    public static async Task<VectorService> StartAsync(string store)
    {
        if (store == "qdrant")
        {
            QdrantDouble qdrant = await QdrantDouble.StartAsync(keepRequests: false);
            return new VectorService(qdrant, qdrant.Faults, store, ("Perto:Qdrant:Url", qdrant.Url));
        }
        PineconeDouble pinecone = await PineconeDouble.StartAsync(keepRequests: false);
        return new VectorService(
            pinecone, pinecone.Faults, store, ("Perto:Pinecone:ControlUrl", pinecone.Address.ToString()), ("Perto:Pinecone:ApiKey", pinecone.ApiKey));
    }

    public void Break(string fault)
    {
        if (fault == "flapping")
        {
            _faults.FirstOfEach(new Fault.Down());
            return;
        }
        _faults.Always(fault switch
        {
            "down" => new Fault.Down(),
            "slow" => new Fault.Slow(),
            "garbage" => new Fault.Garbage(),
            _ => new Fault.Status(429, RetryAfter: "0"),
        });
    }

    public void Mend() => _faults.None();

    public ValueTask DisposeAsync() => _double.DisposeAsync();
}
