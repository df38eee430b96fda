namespace Perto.Testing;

/// <summary>A class fixture: one empty PostgreSQL database for the tests of a class.</summary>
/// <remarks>Where there is no server it makes nothing, and each test that asks for the database skips.</remarks>
public sealed class PostgresFixture : IAsyncLifetime
{
    private TestPostgres? _database;

    /// <summary>Opens the database; the test that asks skips where there is no server.</summary>
    public string ConnectionString
    {
        get
        {
            TestPostgres.SkipUnlessAvailable();
            return _database!.ConnectionString;
        }
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        if (TestPostgres.IsAvailable)
            _database = await TestPostgres.CreateDatabaseAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
            await _database.DisposeAsync();
    }
}
