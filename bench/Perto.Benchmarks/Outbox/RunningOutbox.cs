using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Perto.Platform;
using Perto.Postgres;

namespace Perto.Benchmarks.Outbox;

/// <summary>The platform with its workers, on an empty database that is deleted afterwards.</summary>
internal sealed class RunningOutbox : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string? _server;
    private readonly string _name = $"perto_bench_{Environment.ProcessId}";
    private ServiceProvider? _services;
    private IReadOnlyList<IHostedService> _workers = [];

    private RunningOutbox(string folder, string? server)
    {
        _folder = Path.Combine(folder.Length > 0 ? folder : Path.GetTempPath(), $"perto-outbox-{Environment.ProcessId}");
        _server = server;
    }

    public IDatabase Database => _services!.GetRequiredService<IDatabase>();

    public Platform.Outbox Outbox => _services!.GetRequiredService<Platform.Outbox>();

    public CountingHandler Handler => _services!.GetRequiredService<CountingHandler>();

    public CountingExternalHandler ExternalHandler => _services!.GetRequiredService<CountingExternalHandler>();

    /// <param name="folder">Where SQLite writes; empty: the system's temporary folder.</param>
    /// <param name="server">A PostgreSQL server that databases can be made on; null: SQLite.</param>
    public static async Task<RunningOutbox> StartAsync(string folder, string? server)
    {
        var running = new RunningOutbox(folder, server);
        var settings = new Dictionary<string, string?> { ["Perto:DataFolder"] = running._folder };
        if (server is not null)
        {
            await running.OnServerAsync($"create database {running._name}");
            settings["Perto:Database:Url"] = new NpgsqlConnectionStringBuilder(server) { Database = running._name }.ConnectionString;
        }
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddPerto(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddModule("bench", module => module
                .OutboxHandler<CountingHandler>("bench.database", new OutboxTopicOptions { QueueLimit = int.MaxValue })
                .OutboxHandler<CountingExternalHandler>("bench.external", new OutboxTopicOptions { QueueLimit = int.MaxValue, Parallelism = 64 }))
            .UsePostgres();
        running._services = services.BuildServiceProvider();
        await running._services.GetRequiredService<DatabaseMigrator>().MigrateAsync();
        running._workers = [.. running._services.GetServices<IHostedService>()];
        foreach (IHostedService worker in running._workers)
            await worker.StartAsync(CancellationToken.None);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (IHostedService worker in _workers)
            await worker.StopAsync(CancellationToken.None);
        if (_services is not null)
            await _services.DisposeAsync();
        if (_server is not null)
            await OnServerAsync($"drop database if exists {_name} with (force)");
        if (Directory.Exists(_folder))
            Directory.Delete(_folder, recursive: true);
    }

    private async Task OnServerAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_server!);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
