using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Perto.Postgres;

namespace Perto.Platform.Tests;

public sealed class SettingsTests
{
    [Fact]
    public void With_no_settings_everything_is_embedded()
    {
        PertoBuilder perto = Compose([]);

        Assert.Equal("./perto-data", perto.Settings.DataFolder);
        Assert.True(perto.Settings.Workers);
        Assert.Null(perto.Settings.Database.Url);
    }

    [Theory]
    [InlineData("Perto:Workers", "maybe", "Perto:Workers (environment PERTO__WORKERS) is 'maybe'; allowed: true or false")]
    [InlineData("Perto:Telemetry:JsonLogs", "5", "Perto:Telemetry:JsonLogs (environment PERTO__TELEMETRY__JSONLOGS) is '5'; allowed: true or false")]
    [InlineData("Perto:Vectors:Commit", "often", "Perto:Vectors:Commit (environment PERTO__VECTORS__COMMIT) is 'often'; allowed: EveryCommit, Interval, None")]
    [InlineData("Perto:Vectors:Store", "oracle", "Perto:Vectors:Store (environment PERTO__VECTORS__STORE) is 'oracle'; allowed: Auto, Embedded, Postgres, Redis, Qdrant, Pinecone")]
    [InlineData("Perto:Vectors:Lists", "0", "Perto:Vectors:Lists (environment PERTO__VECTORS__LISTS) is '0'; allowed: 1..32768")]
    [InlineData("Perto:Vectors:IndexThreads", "0", "Perto:Vectors:IndexThreads (environment PERTO__VECTORS__INDEXTHREADS) is '0'; allowed: 1..1024")]
    [InlineData("Perto:Vectors:CommitInterval", "00:02:00", "Perto:Vectors:CommitInterval (environment PERTO__VECTORS__COMMITINTERVAL) is '00:02:00'; allowed: 00:00:00.0010000..00:01:00")]
    public void A_setting_of_the_platform_that_cannot_be_read_is_named(string setting, string value, string message)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => Compose(new() { [setting] = value }));

        Assert.Equal(message, refused.Message);
    }

    [Theory]
    [InlineData("Take", "0", "Perto:Sample:Take (environment PERTO__SAMPLE__TAKE) is '0'; allowed: 1..500")]
    [InlineData("Take", "many", "Perto:Sample:Take (environment PERTO__SAMPLE__TAKE) is 'many'; allowed: a whole number")]
    [InlineData("Inner:Name", "", "Perto:Sample:Inner:Name (environment PERTO__SAMPLE__INNER__NAME) is ''; allowed: any value that is not empty")]
    [InlineData("Inner:Pause", "soon", "Perto:Sample:Inner:Pause (environment PERTO__SAMPLE__INNER__PAUSE) is 'soon'; allowed: a time span such as 00:05:00")]
    public async Task A_setting_of_a_module_is_checked_when_the_host_starts(string setting, string value, string message)
    {
        PertoBuilder perto = Compose(new() { [$"Perto:Sample:{setting}"] = value });
        perto.AddModule("sample", module => module.Settings<SampleSettings>("Sample"));
        using IHost host = Host(perto.Services);

        var refused = await Assert.ThrowsAsync<InvalidSettingException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public async Task Sound_settings_of_a_module_are_bound()
    {
        PertoBuilder perto = Compose(new() { ["Perto:Sample:Take"] = "7", ["Perto:Sample:Inner:Pause"] = "00:00:05" });
        perto.AddModule("sample", module => module.Settings<SampleSettings>("Sample"));
        using IHost host = Host(perto.Services);
        await host.StartAsync(TestContext.Current.CancellationToken);

        SampleSettings settings = host.Services.GetRequiredService<IOptions<SampleSettings>>().Value;

        Assert.Equal((7, "default", TimeSpan.FromSeconds(5)), (settings.Take, settings.Inner.Name, settings.Inner.Pause));
    }

    [Theory, InlineData("true", 1), InlineData("false", 0)]
    public void Workers_are_left_out_where_the_setting_says_so(string workers, int count)
    {
        PertoBuilder perto = Compose(new() { ["Perto:Workers"] = workers });

        perto.AddModule("sample", module => module.Worker<SampleWorker>());

        Assert.Equal(count, perto.Services.Count(service => service.ImplementationType == typeof(SampleWorker)));
    }

    [Theory]
    [InlineData("postgres://ana:p%40ss@db.example:6543/perto?sslmode=require", "Host=db.example;Port=6543;Username=ana;Password=p@ss;Database=perto;SSL Mode=Require")]
    [InlineData("postgresql://db/perto", "Host=db;Database=perto;Maximum Pool Size=20")]
    [InlineData("postgres://ana@[::1]/perto", "Host=::1;Username=ana;Database=perto")]
    [InlineData("Host=db;Database=perto;Max Auto Prepare=7;Maximum Pool Size=100", "Host=db;Database=perto;Max Auto Prepare=7;Maximum Pool Size=100")]
    public void A_database_is_named_by_url_or_by_keywords(string given, string expected)
    {
        var read = new Npgsql.NpgsqlConnectionStringBuilder(PostgresUrl.Parse(given));

        foreach (string pair in expected.Split(';'))
        {
            string[] parts = pair.Split('=');
            Assert.Equal(parts[1], read[parts[0]]?.ToString());
        }
    }

    [Theory, InlineData("postgres://:secret"), InlineData("Hst=db;Password=secret"), InlineData("mysql://secret@db"), InlineData("Database=secret")]
    public void A_malformed_database_is_a_mistake_in_the_setting_that_does_not_show_the_password(string given)
    {
        var refused = Assert.Throws<InvalidSettingException>(() => Compose(new() { ["Perto:Database:Url"] = given }).UsePostgres());

        Assert.StartsWith("Perto:Database:Url (environment PERTO__DATABASE__URL or DATABASE_URL) is (", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_url_decides_between_the_engines()
    {
        await using ServiceProvider embedded = Compose(new() { ["Perto:DataFolder"] = Directory.CreateTempSubdirectory("perto-test-").FullName }).UsePostgres().Services.BuildServiceProvider();
        await using ServiceProvider server = Compose(new() { ["Perto:Database:Url"] = "postgres://nowhere.invalid/perto" }).UsePostgres().Services.BuildServiceProvider();

        Assert.Equal(SqlDialect.Sqlite, embedded.GetRequiredService<IDatabase>().Dialect);
        Assert.Equal(SqlDialect.Postgres, server.GetRequiredService<IDatabase>().Dialect);
    }

    private static PertoBuilder Compose(Dictionary<string, string?> settings) =>
        new ServiceCollection().AddPerto(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());

    private static IHost Host(IServiceCollection services)
    {
        HostApplicationBuilder builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(settings: null);
        foreach (ServiceDescriptor service in services)
            builder.Services.Add(service);
        return builder.Build();
    }

    private sealed class SampleSettings
    {
        [Range(1, 500)]
        public int Take { get; set; } = 20;

        public InnerSettings Inner { get; set; } = new();
    }

    private sealed class InnerSettings
    {
        [Required]
        public string Name { get; set; } = "default";

        public TimeSpan Pause { get; set; }
    }

    private sealed class SampleWorker : BackgroundService
    {
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
    }
}
