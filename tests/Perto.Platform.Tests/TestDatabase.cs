using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Perto.Postgres;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>An empty database of its own, on either engine; PostgreSQL's half of a test skips where there is no server.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly TemporaryFolder _folder = new();
    private TestPostgres? _server;

    private TestDatabase()
    {
    }

    public required IDatabase Database { get; set; }

    /// <summary>How a second process would reach the database; null on SQLite, which has one.</summary>
    public string? ConnectionString => _server?.ConnectionString;

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public static async Task<TestDatabase> OpenAsync(SqlDialect dialect)
    {
        var test = new TestDatabase { Database = null! };
        if (dialect == SqlDialect.Sqlite)
        {
            test.Database = SqliteDatabase.Open(test._folder.Find("test.db"), TimeProvider.System, test.Meters);
        }
        else
        {
            test._server = await TestPostgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
            test.Database = new PostgresDatabase(NpgsqlDataSource.Create(PostgresUrl.Parse(test._server.ConnectionString)), TimeProvider.System, test.Meters);
        }
        return test;
    }

    /// <summary>With the schema of the platform and of <paramref name="modules"/>.</summary>
    public static async Task<TestDatabase> OpenMigratedAsync(SqlDialect dialect, params PertoModule[] modules)
    {
        TestDatabase test = await OpenAsync(dialect);
        var platform = new PertoModule("platform", typeof(IDatabase).Assembly, null, [], []);
        await new DatabaseMigrator(test.Database, [platform, .. modules], TimeProvider.System).MigrateAsync(TestContext.Current.CancellationToken);
        return test;
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Database).DisposeAsync();
        if (_server is not null)
            await _server.DisposeAsync();
        await _services.DisposeAsync();
        _folder.Dispose();
    }
}
