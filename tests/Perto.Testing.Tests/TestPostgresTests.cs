using Npgsql;

namespace Perto.Testing.Tests;

public sealed class TestPostgresTests(PostgresFixture fixture) : IClassFixture<PostgresFixture>
{
    [Fact]
    public async Task A_database_is_fresh_its_own_and_gone_afterwards()
    {
        TestPostgres first = await TestPostgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);
        await using TestPostgres second = await TestPostgres.CreateDatabaseAsync(TestContext.Current.CancellationToken);

        await ExecuteAsync(first.ConnectionString, "create table thing (id int)");
        await ExecuteAsync(second.ConnectionString, "create table thing (id int)");
        await first.DisposeAsync();

        var gone = await Assert.ThrowsAsync<PostgresException>(() => ExecuteAsync(first.ConnectionString, "select 1"));
        Assert.Equal(PostgresErrorCodes.InvalidCatalogName, gone.SqlState);
    }

    [Fact]
    public async Task The_server_has_pgvector_and_a_collation_of_a_natural_language()
    {
        await ExecuteAsync(fixture.ConnectionString, "create extension if not exists vector");

        Assert.Equal(5.0, await ExecuteAsync(fixture.ConnectionString, "select '[0,0]'::vector <-> '[3,4]'::vector"));
        Assert.Equal(true, await ExecuteAsync(fixture.ConnectionString, "select 'a' < 'B' and 'a' collate \"C\" > 'B'"));
    }

    private static async Task<object?> ExecuteAsync(string connectionString, string sql)
    {
        await using var source = NpgsqlDataSource.Create(connectionString);
        await using NpgsqlCommand command = source.CreateCommand(sql);
        return await command.ExecuteScalarAsync(TestContext.Current.CancellationToken);
    }
}
