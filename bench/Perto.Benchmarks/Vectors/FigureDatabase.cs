using System.Globalization;
using Npgsql;

namespace Perto.Benchmarks.Vectors;

/// <summary>A database for one figure, dropped at its end.</summary>
internal sealed class FigureDatabase : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private FigureDatabase(string server, string name)
    {
        _server = server;
        _name = name;
        Source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { Database = name, CommandTimeout = 3_600 }.ConnectionString);
    }

    public NpgsqlDataSource Source { get; }

    public static async Task<FigureDatabase> CreateAsync(string server)
    {
        FigureDatabase database = new(server, string.Create(CultureInfo.InvariantCulture, $"perto_figure_{Environment.ProcessId}"));
        await database.OnServerAsync($"drop database if exists {database._name}");
        await database.OnServerAsync($"create database {database._name}");
        return database;
    }

    public async Task<string> VersionAsync()
    {
        await using NpgsqlCommand command = Source.CreateCommand(
            "select 'PostgreSQL ' || current_setting('server_version') || ', pgvector ' || extversion from pg_extension where extname = 'vector'");
        return (string)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        await OnServerAsync($"drop database if exists {_name} with (force)");
    }

    private async Task OnServerAsync(string sql)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(_server);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
