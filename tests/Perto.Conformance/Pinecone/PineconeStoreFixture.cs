using System.Globalization;
using Perto.Pinecone;
using Perto.Platform;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>The store over a double of Pinecone; over Pinecone itself where PERTO_TEST_PINECONE_KEY has a key of it.</summary>
public sealed class PineconeStoreFixture : IVectorStoreFixture, IAsyncLifetime
{
    private PineconeDouble? _double;
    private PineconeVectorStore? _store;

    public IVectorStore Store => _store!;

    public ManualTimeProvider Clock { get; } = new();

    // Each is a dozen requests. PERTO_MODEL_CASES gives more.
    public int ModelCases => int.TryParse(
        Environment.GetEnvironmentVariable("PERTO_MODEL_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out int cases) ? cases : _double is null ? 5 : 100;

    public async ValueTask InitializeAsync()
    {
        string? key = Environment.GetEnvironmentVariable("PERTO_TEST_PINECONE_KEY");
        PineconeSettings settings = new() { ApiKey = key, Index = "perto-test" };
        if (string.IsNullOrEmpty(key))
        {
            _double = await PineconeDouble.StartAsync(keepRequests: false);
            settings.ApiKey = _double.ApiKey;
            settings.ControlUrl = _double.Address;
        }
        _store = new PineconeVectorStore(settings, TestDependency.Make("pinecone", new DependencySettings { Timeout = TimeSpan.FromSeconds(30) }), Clock);
    }

    public async ValueTask DisposeAsync()
    {
        _store?.Dispose();
        if (_double is not null)
            await _double.DisposeAsync();
    }
}
