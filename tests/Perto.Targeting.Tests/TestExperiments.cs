using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Postgres;
using Perto.Testing;

namespace Perto.Targeting.Tests;

/// <summary>Experiments on an empty database of their own.</summary>
internal sealed class TestExperiments : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly TestPostgres? _server;
    private readonly ServiceProvider _services;

    private TestExperiments(TestPostgres? server, ServiceProvider services, TemporaryFolder folder)
    {
        _server = server;
        _services = services;
        _folder = folder;
    }

    public static DateTimeOffset Now { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static TenantId Tenant { get; } = new("shop");

    public ManualTimeProvider Clock => (ManualTimeProvider)_services.GetRequiredService<TimeProvider>();

    public ExperimentCatalogue Catalogue => _services.GetRequiredService<ExperimentCatalogue>();

    public ExposureLog Exposures => _services.GetRequiredService<ExposureLog>();

    public IExperiments Experiments => _services.GetRequiredService<ExperimentTenants>().For(Tenant);

    public IServiceProvider Services => _services;

    public static async Task<TestExperiments> OpenAsync(SqlDialect dialect = SqlDialect.Sqlite, params (string Name, string Value)[] settings)
    {
        TestPostgres? server = dialect == SqlDialect.Postgres ? await TestPostgres.CreateDatabaseAsync(TestContext.Current.CancellationToken) : null;
        var folder = new TemporaryFolder();
        IConfigurationRoot configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Perto:DataFolder"] = folder.Find("data"), ["Perto:Database:Url"] = server?.ConnectionString })
            .AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Name, (string?)setting.Value)))
            .Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new ManualTimeProvider(Now));
        services.AddPerto(configuration).AddExperiments().UsePostgres();
        ServiceProvider provider = services.BuildServiceProvider();
        await provider.GetRequiredService<DatabaseMigrator>().MigrateAsync(TestContext.Current.CancellationToken);
        return new TestExperiments(server, provider, folder);
    }

    public static Experiment Define(string name, double traffic = 1, string layer = "default", params ExperimentMetric[] metrics) => new()
    {
        Name = name,
        Layer = layer,
        Traffic = traffic,
        Arms = [new ExperimentArm { Name = "control" }, new ExperimentArm { Name = "new", Parameters = new Dictionary<string, string> { ["ranker"] = "learned" } }],
        Metrics = metrics,
    };

    public async Task<ExperimentInfo> RunAsync(Experiment experiment)
    {
        await Experiments.PutAsync(experiment, TestContext.Current.CancellationToken);
        return await Experiments.StartAsync(experiment.Name, TestContext.Current.CancellationToken);
    }

    public async Task<RunningExperiments> RunningAsync() => await Catalogue.RunningAsync(Tenant, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        _folder.Dispose();
    }
}
