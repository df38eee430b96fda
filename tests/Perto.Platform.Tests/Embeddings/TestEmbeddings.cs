using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>Embeddings by <see cref="WordModel"/> over a database of its own, on either engine.</summary>
internal sealed class TestEmbeddings : IAsyncDisposable
{
    public static readonly TenantId Tenant = new("acme");

    private readonly TestDatabase _test;
    private readonly TemporaryFolder _folder = new();
    private readonly ServiceProvider _services;

    private TestEmbeddings(TestDatabase test, ManualTimeProvider clock, IReadOnlyList<KeyValuePair<string, string?>> settings)
    {
        _test = test;
        Clock = clock;
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(Clock);
        services.AddPerto(new ConfigurationBuilder()
            .AddInMemoryCollection([new("Perto:DataFolder", _folder.Find("data")), new("Perto:Embeddings:Model", "words"), new("Perto:Embeddings:Prewarm", "false")])
            .AddInMemoryCollection(settings)
            .Build());
        services.AddSingleton(test.Database);
        services.AddSingleton<IEmbeddingProvider>(Model);
        _services = services.BuildServiceProvider();
        Meters = new MeterReading(_services.GetRequiredService<IMeterFactory>());
    }

    public ManualTimeProvider Clock { get; }

    public WordModel Model { get; } = new();

    public MeterReading Meters { get; }

    public IDatabase Database => _test.Database;

    public Embeddings Embeddings => _services.GetRequiredService<Embeddings>();

    public LocalEmbeddings Local => _services.GetRequiredService<LocalEmbeddings>().For(Tenant);

    public Caches Caches => _services.GetRequiredService<Caches>();

    public static CancellationToken Cancelled => TestContext.Current.CancellationToken;

    public static async Task<TestEmbeddings> OpenAsync(SqlDialect engine = SqlDialect.Sqlite, params KeyValuePair<string, string?>[] settings) =>
        new(await TestDatabase.OpenMigratedAsync(engine), new ManualTimeProvider(), settings);

    /// <summary>Another process over the same database.</summary>
    public TestEmbeddings Other(params KeyValuePair<string, string?>[] settings) => new(_test, Clock, settings);

    public Task<EmbeddedTexts> EmbedAsync(params string[] texts) => Embeddings.EmbedAsync(Tenant, texts, request: null, Cancelled);

    public Task<EmbeddedTexts> EmbedAsync(EmbeddingRequest request, params string[] texts) => Embeddings.EmbedAsync(Tenant, texts, request, Cancelled);

    public Task FlushAsync() => _services.GetRequiredService<EmbeddingCacheWriter>().FlushAsync(Cancelled);

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Meters.Dispose();
        await _test.DisposeAsync();
        _folder.Dispose();
    }
}
