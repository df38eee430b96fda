using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Qdrant;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>The store in Qdrant: in the server of <c>PERTO_TEST_QDRANT</c>, or in a double.</summary>
public sealed class QdrantStoreFixture : IVectorStoreFixture, IAsyncLifetime
{
    private TestQdrant? _server;
    private ServiceProvider? _services;

    public IVectorStore Store => _services!.GetRequiredService<IVectorStore>();

    public ManualTimeProvider Clock { get; } = new();

    // Each makes a collection with a dozen indexes. PERTO_MODEL_CASES gives more.
    public int ModelCases => int.TryParse(
        Environment.GetEnvironmentVariable("PERTO_MODEL_CASES"), NumberStyles.None, CultureInfo.InvariantCulture, out int cases) ? cases : 60;

    public async ValueTask InitializeAsync()
    {
        _server = await TestQdrant.StartAsync();
        IConfiguration configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Perto:Vectors:Store"] = "Qdrant",
            ["Perto:Qdrant:Url"] = _server.Url,
            ["Perto:Qdrant:Prefix"] = _server.Prefix,
        }).Build();
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddPerto(configuration).UseQdrant();
        _services = services.BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        if (_services is not null)
            await _services.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
    }
}
