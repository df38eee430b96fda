using System.Security.Cryptography;
using Npgsql;

namespace Perto.Testing;

/// <summary>A database of its own on the PostgreSQL server that <c>PERTO_TEST_POSTGRES</c> names, dropped when disposed.</summary>
public sealed class TestPostgres : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name;

    private TestPostgres(string server, string name)
    {
        _server = server;
        _name = name;
        ConnectionString = new NpgsqlConnectionStringBuilder(server) { Database = name }.ConnectionString;
    }

    /// <summary>Whether there is a server to test against.</summary>
    public static bool IsAvailable => Server is { Length: > 0 };

    /// <summary>Opens the fresh database as a user who may do everything in it, <c>create extension</c> included.</summary>
    public string ConnectionString { get; }

    private static string? Server => Environment.GetEnvironmentVariable("PERTO_TEST_POSTGRES");

    /// <summary>Skips the test where there is no server.</summary>
    public static void SkipUnlessAvailable() => Assert.SkipUnless(
        IsAvailable,
        "No PostgreSQL: run scripts/services.sh up and then eval \"$(scripts/services.sh status --env)\", " +
        "or start compose.yaml and set PERTO_TEST_POSTGRES as it says.");

    /// <summary>Makes an empty database; the test skips where there is no server.</summary>
    public static async Task<TestPostgres> CreateDatabaseAsync(CancellationToken cancellationToken = default)
    {
        SkipUnlessAvailable();
        var database = new TestPostgres(Server!, $"perto_test_{RandomNumberGenerator.GetHexString(16, lowercase: true)}");
        await database.OnServerAsync($"create database {database._name}", cancellationToken);
        return database;
    }

    /// <summary>Drops the database, with whatever is still connected to it.</summary>
    public async ValueTask DisposeAsync()
    {
        await OnServerAsync($"drop database if exists {_name} with (force)", CancellationToken.None);

        // What waits in the pool was cut off by the drop.
        await using var connection = new NpgsqlConnection(ConnectionString);
        NpgsqlConnection.ClearPool(connection);
    }

    private async Task OnServerAsync(string sql, CancellationToken cancellationToken)
    {
        await using var source = NpgsqlDataSource.Create(_server);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
