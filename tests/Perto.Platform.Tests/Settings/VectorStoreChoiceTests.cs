using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Postgres;
using Perto.Testing;
using Perto.Vectors;
using Perto.Vectors.Storage;

namespace Perto.Platform.Tests;

public sealed class VectorStoreChoiceTests(PostgresFixture server) : IClassFixture<PostgresFixture>, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(null, "postgres")]
    [InlineData("Auto", "postgres")]
    [InlineData("Postgres", "postgres")]
    [InlineData("Embedded", "embedded")]
    public async Task The_setting_decides_where_vectors_are_kept(string? choice, string provider)
    {
        await using ServiceProvider services = Compose(server.ConnectionString, choice).UsePostgres().Services.BuildServiceProvider();
        IVectorStore store = services.GetRequiredService<IVectorStore>();
        Assert.Equal(provider, store.Provider);
        var films = await store.CollectionAsync(new TenantId($"t-{choice?.ToLowerInvariant()}"), "films", schema => schema.Dense("plot", 2, Metric.Cosine));
        await films.UpsertAsync(new VectorRecord("heat") { Vectors = { ["plot"] = new float[] { 1, 2 } } });
        Assert.Equal(1, await films.CountAsync());
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Auto")]
    [InlineData("Embedded")]
    public async Task Without_a_server_vectors_are_in_the_data_folder(string? choice)
    {
        await using ServiceProvider services = Compose(url: null, choice).UsePostgres().Services.BuildServiceProvider();
        Assert.IsType<EmbeddedVectorStore>(services.GetRequiredService<IVectorStore>());
    }

    [Fact]
    public void Vectors_in_a_server_that_is_not_named_are_a_mistake()
    {
        var refused = Assert.Throws<InvalidSettingException>(() => Compose(url: null, "Postgres").UsePostgres());
        Assert.Equal(
            "Perto:Vectors:Store (environment PERTO__VECTORS__STORE) is 'Postgres'; allowed: Auto or Embedded where Perto:Database:Url names no PostgreSQL", refused.Message);
    }

    [Fact]
    public async Task The_index_is_that_of_the_settings()
    {
        await using ServiceProvider services = Compose(server.ConnectionString, "Postgres", ("Perto:Vectors:Index", "IvfFlat"), ("Perto:Vectors:Lists", "3"))
            .UsePostgres().Services.BuildServiceProvider();
        var store = (PostgresVectorStore)services.GetRequiredService<IVectorStore>();
        var films = await store.CollectionAsync(new TenantId("lists"), "films", schema => schema.Dense("plot", 2, Metric.Cosine, new VectorIndexSettings { GraphFrom = 1 }));
        await films.UpsertAsync([.. Enumerable.Range(0, 100).Select(i => new VectorRecord($"{i}") { Vectors = { ["plot"] = new float[] { i, 1 } } })]);
        SearchResult found = await films.SearchAsync(new VectorQuery("plot", new float[] { 1, 1 }) { K = 3 });
        Assert.Equal("lists", found.Explain.Strategy);
        Assert.Equal(3, found.Hits.Count);
    }

    private PertoBuilder Compose(string? url, string? choice, params (string Setting, string Value)[] others)
    {
        Dictionary<string, string?> settings = others.ToDictionary(other => other.Setting, other => (string?)other.Value);
        settings["Perto:DataFolder"] = _folder.Path;
        settings["Perto:Database:Url"] = url;
        settings["Perto:Vectors:Store"] = choice;
        return new ServiceCollection().AddPerto(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
    }
}
