using Perto.Platform.Victim;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class ImportRunnerTests
{
    private static readonly TenantId Tenant = TenantId.Local;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Bad_rows_are_named_and_the_rest_is_imported(SqlDialect engine)
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Find("a.csv"), "number,note\n1,\nx,\n3,\"open\n-4,\n5,\n", Token);
        await File.WriteAllTextAsync(folder.Find("b.jsonl"), "{\"number\":6}\nnothing\n{\"number\":7}\n", Token);
        await using TestDatabase test = await OpenAsync(engine);
        List<double> fractions = [];

        ImportRun run = await Runner(test, batchRows: 2).RunAsync(Tenant, folder.Path, new NumberFormat(), new Told(progress => fractions.Add(progress.Fraction)), Token);

        Assert.Equal((ImportState.Done, 8, 4, 4), (run.State, run.RowsRead, run.RowsWritten, run.RowsRejected));
        Assert.Equal(
            [
                "a.csv:3: number must be a whole number between 0 and 1000000; got 'x'",
                "a.csv:4: the line must be of fields in which a quote is doubled and a quoted field is closed; got '3,\"open'",
                "a.csv:5: number must be a whole number between 0 and 1000000; got '-4'",
                "b.jsonl:2: the line must be a JSON object; got 'nothing'",
            ],
            run.Errors.Select(error => error.ToString()));
        Assert.Equal([1, 5, 6, 7], await NumbersAsync(test.Database));
        Assert.Equal(fractions.Order(), fractions);
        Assert.Equal(1, fractions[^1]);
        ImportRun stored = Assert.Single(await Runs(test).ListAsync(Tenant, cancellationToken: Token));
        Assert.Equal((run.Id, run.State, run.RowsRead), (stored.Id, stored.State, stored.RowsRead));
        Assert.Equal(run.Errors, stored.Errors);
        Assert.Equal(run.Files, stored.Files);
        Assert.Empty(await Runs(test).ListAsync(new TenantId("other"), cancellationToken: Token));
        Assert.Empty(await Runs(test).UnfinishedAsync(Token));
    }

    [Fact]
    public async Task Of_many_errors_a_hundred_are_kept_and_all_are_counted()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllLinesAsync(folder.Find("a.csv"), ["number", .. Enumerable.Repeat("x", 250), "1"], Token);
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);

        ImportRun run = await Runner(test, batchRows: 30).RunAsync(Tenant, folder.Path, new NumberFormat(), cancellationToken: Token);

        Assert.Equal((251, 1, 250, 100), (run.RowsRead, run.RowsWritten, run.RowsRejected, run.Errors.Count));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_stopped_import_goes_on_behind_its_last_batch(SqlDialect engine)
    {
        using var folder = new TemporaryFolder();
        await WriteNumbersAsync(folder.Find("a.csv"), 0, 95);
        await WriteNumbersAsync(folder.Find("b.csv"), 95, 100);
        await using TestDatabase test = await OpenAsync(engine);
        ImportRunner runner = Runner(test, batchRows: 10);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => runner.RunAsync(
            Tenant, folder.Path, new NumberFormat(), new Told(progress => { if (progress.Run.RowsRead == 145) stop.Cancel(); }), stop.Token));
        ImportRun unfinished = Assert.Single(await Runs(test).UnfinishedAsync(Token));
        Assert.Equal(new ImportPosition("b.csv", 50), unfinished.Position);
        ImportRun done = await runner.ResumeAsync(Tenant, unfinished.Id, new NumberFormat(), cancellationToken: Token);

        Assert.Equal((ImportState.Done, 195, 195), (done.State, done.RowsRead, done.RowsWritten));
        Assert.Equal(Enumerable.Range(0, 195).Select(number => (long)number), await NumbersAsync(test.Database));
        Assert.Equal(done.Id, (await runner.ResumeAsync(Tenant, done.Id, new NumberFormat(), cancellationToken: Token)).Id);
    }

    [Fact]
    public async Task A_killed_import_goes_on_where_it_was()
    {
        using var folder = new TemporaryFolder();
        await WriteNumbersAsync(folder.Find("numbers.csv"), 0, 100_000);
        using (Victim victim = Victim.Start("import", folder.Find("data"), folder.Find("numbers.csv")))
        {
            await victim.PrintedAsync(5);
            await victim.KillAsync();
        }
        await using TestDatabase meters = await TestDatabase.OpenAsync(SqlDialect.Sqlite);
        await using SqliteDatabase database = SqliteDatabase.Open(folder.Find("data", "perto.db"), TimeProvider.System, meters.Meters);
        var runs = new ImportRuns(database, TimeProvider.System);
        ImportRun unfinished = Assert.Single(await runs.UnfinishedAsync(Token));
        Assert.InRange(unfinished.RowsRead, 250, 99_999);
        Assert.Equal(unfinished.RowsRead, (await NumbersAsync(database)).Count);
        int first = -1;
        var format = new NumberFormat { Writing = rows => first = first < 0 ? (int)rows[0].Line : first };

        ImportRun done = await new ImportRunner(database, runs, new IdGenerator(TimeProvider.System), TimeProvider.System)
            .ResumeAsync(Tenant, unfinished.Id, format, cancellationToken: Token);

        // The header is line 1: the first row that was not dealt with is two lines behind their number.
        Assert.Equal(unfinished.RowsRead + 2, first);
        Assert.Equal((ImportState.Done, 100_000), (done.State, done.RowsWritten));
        Assert.Equal(100_000, (await NumbersAsync(database)).Count);
    }

    [Fact]
    public async Task A_missing_column_fails_the_import_and_once_mended_it_is_another_source()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(folder.Find("a.csv"), "wrong\n1\n", Token);
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);

        var refused = await Assert.ThrowsAsync<InvalidValueException>(() => Runner(test).RunAsync(Tenant, folder.Path, new NumberFormat(), cancellationToken: Token));
        ImportRun failed = Assert.Single(await Runs(test).ListAsync(Tenant, cancellationToken: Token));
        await File.WriteAllTextAsync(folder.Find("a.csv"), "number\n1\n", Token);
        var changed = await Assert.ThrowsAsync<ConflictException>(() => Runner(test).ResumeAsync(Tenant, failed.Id, new NumberFormat(), cancellationToken: Token));

        Assert.Equal((ImportState.Failed, refused.Message), (failed.State, failed.Failure));
        Assert.Equal("import_source_changed", changed.Code);
    }

    [Fact]
    public async Task A_batch_that_fails_leaves_the_checkpoint_behind_the_last_good_one()
    {
        using var folder = new TemporaryFolder();
        await WriteNumbersAsync(folder.Find("a.csv"), 0, 30);
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        var format = new NumberFormat { Writing = rows => { if (rows[0].Line > 20) throw new InvalidOperationException("broken format"); } };

        await Assert.ThrowsAsync<InvalidOperationException>(() => Runner(test, batchRows: 10).RunAsync(Tenant, folder.Path, format, cancellationToken: Token));

        ImportRun unfinished = Assert.Single(await Runs(test).UnfinishedAsync(Token));
        Assert.Equal((20, 20), (unfinished.RowsRead, (await NumbersAsync(test.Database)).Count));
    }

    [Fact]
    public async Task A_cancelled_import_stops_before_its_next_batch_and_cannot_be_resumed()
    {
        using var folder = new TemporaryFolder();
        await WriteNumbersAsync(folder.Find("a.csv"), 0, 100);
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        ImportRunner runner = Runner(test, batchRows: 10);
        var told = new Told(progress => Runs(test).CancelAsync(Tenant, progress.Run.Id, Token).GetAwaiter().GetResult());

        var stopped = await Assert.ThrowsAsync<ConflictException>(() => runner.RunAsync(Tenant, folder.Path, new NumberFormat(), told, Token));
        ImportRun run = Assert.Single(await Runs(test).ListAsync(Tenant, cancellationToken: Token));
        var refused = await Assert.ThrowsAsync<ConflictException>(() => runner.ResumeAsync(Tenant, run.Id, new NumberFormat(), cancellationToken: Token));

        Assert.Equal(("import_taken", "import_cancelled"), (stopped.Code, refused.Code));
        Assert.Equal((ImportState.Cancelled, 10), (run.State, run.RowsRead));
    }

    [Fact]
    public async Task Two_processes_do_not_import_the_same_rows_twice()
    {
        using var folder = new TemporaryFolder();
        await WriteNumbersAsync(folder.Find("a.csv"), 0, 100);
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        ImportRunner runner = Runner(test, batchRows: 10);
        ImportRun? other = null;
        var told = new Told(progress => other ??= runner.ResumeAsync(Tenant, progress.Run.Id, new NumberFormat(), cancellationToken: Token).GetAwaiter().GetResult());

        var stopped = await Assert.ThrowsAsync<ConflictException>(() => runner.RunAsync(Tenant, folder.Path, new NumberFormat(), told, Token));

        Assert.Equal("import_taken", stopped.Code);
        Assert.Equal(ImportState.Done, other!.State);
        Assert.Equal(100, (await NumbersAsync(test.Database)).Count);
    }

    [Fact]
    public async Task What_is_not_there_is_refused_before_anything_is_written()
    {
        using var folder = new TemporaryFolder();
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);

        Assert.Equal("source", (await Assert.ThrowsAsync<InvalidValueException>(() => Runner(test).RunAsync(Tenant, folder.Find("none"), new NumberFormat(), cancellationToken: Token))).Field);
        Assert.Equal("source", (await Assert.ThrowsAsync<InvalidValueException>(() => Runner(test).RunAsync(Tenant, folder.Path, new NumberFormat(), cancellationToken: Token))).Field);
        await Assert.ThrowsAsync<NotFoundException>(() => Runner(test).ResumeAsync(Tenant, "none", new NumberFormat(), cancellationToken: Token));
        await Assert.ThrowsAsync<NotFoundException>(() => Runs(test).CancelAsync(Tenant, "none", Token));
        Assert.Empty(await Runs(test).ListAsync(Tenant, cancellationToken: Token));
    }

    private static async Task<TestDatabase> OpenAsync(SqlDialect engine)
    {
        TestDatabase test = await TestDatabase.OpenMigratedAsync(engine);
        await NumberFormat.CreateAsync(test.Database);
        return test;
    }

    private static ImportRuns Runs(TestDatabase test) => new(test.Database, TimeProvider.System);

    private static ImportRunner Runner(TestDatabase test, int batchRows = 5_000) =>
        new(test.Database, Runs(test), new IdGenerator(TimeProvider.System), TimeProvider.System) { BatchRows = batchRows };

    private static Task WriteNumbersAsync(string path, int first, int count) =>
        File.WriteAllLinesAsync(path, ["number", .. Enumerable.Range(first, count).Select(number => $"{number}")], Token);

    private static Task<IReadOnlyList<long>> NumbersAsync(IDatabase database) =>
        database.ReadAsync(session => session.QueryAsync<long>("select value from number order by value"), Token);

    private sealed class Told(Action<ImportProgress> tell) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => tell(value);
    }
}
