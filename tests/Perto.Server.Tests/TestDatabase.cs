using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>Which engine a server under test stands on; made anew for each test.</summary>
internal sealed class TestDatabase : IAsyncDisposable
{
    private readonly bool _onPostgres;
    private TestPostgres? _postgres;

    private TestDatabase(bool onPostgres) => _onPostgres = onPostgres;

    /// <summary>The embedded default, in the server's data folder.</summary>
    public static TestDatabase Sqlite() => new(onPostgres: false);

    /// <summary>An empty database on the test server; the test skips where there is none.</summary>
    public static TestDatabase Postgres() => new(onPostgres: true);

    /// <summary>Makes the database and returns the settings that name it.</summary>
    public async Task<KeyValuePair<string, string?>[]> CreateAsync()
    {
        if (!_onPostgres)
            return [];
        _postgres = await TestPostgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        return [new("Perto:Database:Url", _postgres.ConnectionString)];
    }

    public ValueTask DisposeAsync() => _postgres?.DisposeAsync() ?? ValueTask.CompletedTask;
}
