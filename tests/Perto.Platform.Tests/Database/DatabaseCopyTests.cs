using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class DatabaseCopyTests
{
    private const int Rows = 2_345;

    private const string Table =
        """
        create table thing (
            tenant id_text not null, id id_text not null, number integer not null, size bigint, share double precision, is_on boolean not null,
            bytes blob, note text, primary key (tenant, id)
        )
        """;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_row_of_every_table_is_copied_and_compared()
    {
        await using TestDatabase source = await OpenAsync(SqlDialect.Sqlite);
        await using TestDatabase target = await OpenAsync(SqlDialect.Postgres);
        await FillAsync(source.Database);
        List<double> progress = [];

        IReadOnlyList<CopiedTable> copied = await new DatabaseCopy(source.Database, target.Database).RunAsync(new Recorded<CopyProgress>(now => progress.Add(now.Done)), Token);

        Assert.Contains(new CopiedTable("thing", Rows), copied);
        Assert.Contains(new CopiedTable("model", 0), copied);
        Assert.Equal(progress.Order(), progress);
        Assert.Equal(1, progress[^1], 9);
        const string digest = "select count(*) || ' ' || sum(number) || ' ' || sum(length(note)) || ' ' || sum(length(bytes)) || ' ' || sum(case when is_on then 1 else 0 end) from thing";
        Assert.Equal(
            await source.Database.ReadAsync(session => session.ScalarAsync<string>(digest), Token),
            await target.Database.ReadAsync(session => session.ScalarAsync<string>(digest), Token));
    }

    [Fact]
    public async Task A_target_that_has_rows_is_refused_and_left_as_it_is()
    {
        await using TestDatabase source = await OpenAsync(SqlDialect.Sqlite);
        await using TestDatabase target = await OpenAsync(SqlDialect.Postgres);
        await FillAsync(source.Database);
        await target.Database.WriteAsync(session => session.ExecuteAsync("insert into thing (tenant, id, number, is_on) values ('t', 'there', 1, true)"), Token);

        ConflictException refused = await Assert.ThrowsAsync<ConflictException>(() => new DatabaseCopy(source.Database, target.Database).RunAsync(progress: null, Token));

        Assert.Equal("target_not_empty", refused.Code);
        Assert.Equal(1, await target.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from thing"), Token));
    }

    [Fact]
    public async Task A_write_during_the_copy_is_found_in_the_comparison()
    {
        await using TestDatabase source = await OpenAsync(SqlDialect.Sqlite);
        await using TestDatabase target = await OpenAsync(SqlDialect.Postgres);
        await FillAsync(source.Database);
        bool written = false;
        var progress = new Recorded<CopyProgress>(now =>
        {
            if (now.Done >= 0.5 && !written)
            {
                written = true;
                target.Database.WriteAsync(session => session.ExecuteAsync("update thing set note = 'other' where id = 'i0100'"), Token).GetAwaiter().GetResult();
            }
        });

        Assert.Equal("copy_differs", (await Assert.ThrowsAsync<ConflictException>(() => new DatabaseCopy(source.Database, target.Database).RunAsync(progress, Token))).Code);
    }

    [Fact]
    public async Task Databases_of_two_versions_are_not_copied()
    {
        await using TestDatabase source = await OpenAsync(SqlDialect.Sqlite);
        await using TestDatabase target = await OpenAsync(SqlDialect.Postgres);
        await target.Database.WriteAsync(session => session.ExecuteAsync("update migration set name = 'other' where number = 1"), Token);

        Assert.Equal("schemas_differ", (await Assert.ThrowsAsync<ConflictException>(() => new DatabaseCopy(source.Database, target.Database).RunAsync(progress: null, Token))).Code);
    }

    private static async Task<TestDatabase> OpenAsync(SqlDialect dialect)
    {
        TestDatabase test = await TestDatabase.OpenMigratedAsync(dialect);
        await test.Database.WriteAsync(session => session.ExecuteAsync(SchemaSql.For(dialect, Table)), Token);
        return test;
    }

    private static Task FillAsync(IDatabase database)
    {
        Random random = Seeds.Random();
        return database.WriteAsync(
            session => session.BulkInsertAsync(
                "thing",
                ["tenant", "id", "number", "size", "share", "is_on", "bytes", "note"],
                Enumerable.Range(0, Rows).ToArray(),
                i =>
                [
                    i % 3 == 0 ? "a" : "B", $"i{i:0000}", i, i % 5 == 0 ? null : long.MaxValue - i, i / 7.0, i % 2 == 0,
                    i % 4 == 0 ? null : Enumerable.Range(0, i % 50).Select(_ => (byte)random.Next(256)).ToArray(), i % 6 == 0 ? null : $"ação {i} \u4e16",
                ]),
            Token);
    }

    private sealed class Recorded<T>(Action<T> record) : IProgress<T>
    {
        public void Report(T value) => record(value);
    }
}
