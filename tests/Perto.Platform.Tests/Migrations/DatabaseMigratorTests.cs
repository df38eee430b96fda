namespace Perto.Platform.Tests;

public sealed class DatabaseMigratorTests
{
    private static readonly PertoModule Sample = new("sample", typeof(DatabaseMigratorTests).Assembly, null, [], []);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Migrations_run_once_and_in_order(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(engine);

        Assert.Equal(["sample 0001_first", "sample 0002_engine", "sample 0003_seen"], await MigrateAsync(test.Database));
        Assert.Empty(await MigrateAsync(test.Database));
    }

    [Theory, InlineData(SqlDialect.Sqlite, "sqlite"), InlineData(SqlDialect.Postgres, "postgres")]
    public async Task The_engines_own_file_wins_and_the_common_words_are_translated(SqlDialect engine, string expected)
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(engine);
        await MigrateAsync(test.Database);

        await test.Database.WriteAsync(
            session => session.BulkInsertAsync("sample", ["tenant", "id", "bytes"], ["a", "B", "_"], id => ["t", id, new byte[] { 7 }]), Token);
        IReadOnlyList<string> ids = await test.Database.ReadAsync(session => session.QueryAsync<string>("select id from sample order by tenant, id"), Token);
        string? values = await test.Database.ReadAsync(session => session.ScalarAsync<string>("select engine || ', ' || kind from sample"), Token);

        // By bytes, not by a language's order.
        Assert.Equal(["B", "_", "a"], ids);
        Assert.Equal($"{expected}, id_text blob", values);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_changed_migration_is_refused(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(engine);
        await MigrateAsync(test.Database);
        await test.Database.WriteAsync(session => session.ExecuteAsync("update migration set sha256 = 'other' where number = 2"), Token);

        var refused = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(test.Database));

        Assert.StartsWith("Migration sample 0002_engine was changed after it was applied", refused.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_database_of_a_newer_version_is_refused(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(engine);
        await MigrateAsync(test.Database);
        await test.Database.WriteAsync(
            session => session.ExecuteAsync("insert into migration (module, number, name, sha256, applied_at) values ('sample', 4, 'future', 'x', 0)"), Token);

        var refused = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(test.Database));

        Assert.StartsWith("The database was made by a newer version of Perto: it has migration sample 0004_future", refused.Message, StringComparison.Ordinal);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_failing_migration_says_which_and_changes_nothing(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(engine);
        await test.Database.WriteAsync(session => session.ExecuteAsync("create table sample_kind (id text)"), Token);

        var failed = await Assert.ThrowsAsync<MigrationException>(() => MigrateAsync(test.Database));

        Assert.StartsWith("Migration sample 0001_first failed: ", failed.Message, StringComparison.Ordinal);
        await test.Database.WriteAsync(session => session.ExecuteAsync("drop table sample_kind"), Token);
        Assert.Equal(3, (await MigrateAsync(test.Database)).Count);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Processes_that_start_together_apply_each_migration_once(SqlDialect engine)
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(engine);

        IReadOnlyList<string>[] applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => MigrateAsync(test.Database), Token)));

        Assert.Equal(3, applied.Sum(titles => titles.Count));
    }

    private static Task<IReadOnlyList<string>> MigrateAsync(IDatabase database) =>
        new DatabaseMigrator(database, [Sample], TimeProvider.System).MigrateAsync(Token);
}
