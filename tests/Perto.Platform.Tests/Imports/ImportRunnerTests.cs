using Microsoft.Extensions.Logging.Abstractions;
using Perto.Testing;

namespace Perto.Platform.Tests;

public sealed class ImportRunnerTests
{
    private const int Rows = (ImportRunner.BatchSize * 3) + 7;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SqlDialect.Sqlite)]
    [InlineData(SqlDialect.Postgres)]
    public async Task An_import_that_breaks_off_goes_on_after_its_last_batch_and_writes_no_row_twice(SqlDialect dialect)
    {
        await using TestDatabase test = await OpenAsync(dialect);
        using var source = new TemporaryFolder();
        await WriteNumbersAsync(source.Find("numbers.csv"));
        var breaks = new NumberFormat { BeforeBatch = batch => Require(batch < 3) };
        var sound = new NumberFormat();

        await Assert.ThrowsAsync<IOException>(() => RunAsync(test, breaks, source));
        ImportReport broken = Assert.Single(await Runner(test).ListAsync(TenantId.Local, 10, Cancellation));
        ImportReport done = await RunAsync(test, sound, source);

        Assert.Equal((ImportState.Failed, ImportRunner.BatchSize * 2L, "The disk is gone."), (broken.State, broken.RowsRead, broken.Failure));
        Assert.Equal(broken.Id, done.Id);
        Assert.Equal((ImportState.Done, (long)Rows), (done.State, done.RowsRead));
        Assert.Equal((0, 1), (breaks.Finished, sound.Finished));

        // The table adds up what is written twice, so each number must still be its own.
        Assert.Equal(
            Enumerable.Range(0, Rows).Sum(number => (long)(number % 100)),
            await test.Database.ReadAsync(session => session.ScalarAsync<long>("select sum(value) from number"), Cancellation));
    }

    [Fact]
    public async Task A_source_that_changed_is_read_from_its_start()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var source = new TemporaryFolder();
        await WriteNumbersAsync(source.Find("numbers.csv"));
        await Assert.ThrowsAsync<IOException>(() => RunAsync(test, new NumberFormat { BeforeBatch = batch => Require(batch < 2) }, source));

        await File.WriteAllTextAsync(source.Find("numbers.csv"), "id,value\na,1\n", Cancellation);
        ImportReport done = await RunAsync(test, new NumberFormat(), source);

        Assert.Equal(1, done.RowsRead);
        Assert.Equal(2, (await Runner(test).ListAsync(TenantId.Local, 10, Cancellation)).Count);
    }

    [Fact]
    public async Task A_cancelled_import_is_interrupted_and_can_be_taken_up()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var source = new TemporaryFolder();
        await WriteNumbersAsync(source.Find("numbers.csv"));
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Runner(test).RunAsync(
            TenantId.Local, new NumberFormat { BeforeBatch = _ => stop.Cancel() }, source.Path, progress: null, stop.Token));

        ImportReport stopped = Assert.Single(await Runner(test).ListAsync(TenantId.Local, 10, Cancellation));
        Assert.Equal((ImportState.Interrupted, (long)ImportRunner.BatchSize), (stopped.State, stopped.RowsRead));
        Assert.Equal(Rows, (await RunAsync(test, new NumberFormat(), source)).RowsRead);
    }

    [Fact]
    public async Task A_worker_runs_what_was_queued_and_what_a_dead_process_left()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var left = new TemporaryFolder();
        using var queued = new TemporaryFolder();
        await WriteNumbersAsync(left.Find("numbers.csv"));
        await File.WriteAllTextAsync(queued.Find("more.jsonl"), """{"id":"z","value":5}""", Cancellation);
        await Assert.ThrowsAsync<IOException>(() => RunAsync(test, new NumberFormat { BeforeBatch = batch => Require(batch < 2) }, left));
        await test.Database.WriteAsync(session => session.ExecuteAsync("update import_run set state = 'running'"), Cancellation);
        ImportRunner runner = Runner(test, new NumberFormat());
        await runner.QueueAsync(TenantId.Local, new NumberFormat(), queued.Path, Cancellation);

        await runner.RunWaitingAsync(Cancellation);

        Assert.All(await runner.ListAsync(TenantId.Local, 10, Cancellation), run => Assert.Equal(ImportState.Done, run.State));
        Assert.Equal(Rows + 1, await test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from number"), Cancellation));
    }

    [Fact]
    public async Task What_came_over_http_is_deleted_when_it_is_imported()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var data = new TemporaryFolder();
        ImportRunner runner = Runner(test, new NumberFormat(), data.Path);
        string upload = runner.NewUploadFolder(TenantId.Local);
        await File.WriteAllTextAsync(Path.Combine(upload, "numbers.csv"), "id,value\na,1\n", Cancellation);

        await runner.RunAsync(TenantId.Local, new NumberFormat(), upload, progress: null, Cancellation);

        Assert.False(Directory.Exists(upload));
    }

    [Fact]
    public async Task All_errors_are_counted_and_the_first_hundred_are_kept()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var source = new TemporaryFolder();
        await File.WriteAllLinesAsync(
            source.Find("numbers.csv"), ["id,value", .. Enumerable.Range(0, 150).Select(number => $"{number},{number + 1}")], Cancellation);

        ImportReport report = await RunAsync(test, new NumberFormat(), source);

        Assert.Equal((150, 50), (report.RowsRead, report.RowsRejected));
        Assert.Equal(50, report.Errors.Count);
        Assert.Equal(new RowError("numbers.csv", 102, "value", "101", "must be a number from 0 to 100"), report.Errors[0]);
    }

    private static void Require(bool works)
    {
        if (!works)
            throw new IOException("The disk is gone.");
    }

    private static async Task<TestDatabase> OpenAsync(SqlDialect dialect)
    {
        TestDatabase test = await TestDatabase.OpenMigratedAsync(dialect);
        await test.Database.WriteAsync(session => session.ExecuteAsync(SchemaSql.For(dialect, NumberFormat.Table)), Cancellation);
        return test;
    }

    private static ImportRunner Runner(TestDatabase test, NumberFormat? format = null, string? dataFolder = null) => new(
        test.Database,
        new IdGenerator(TimeProvider.System),
        format is null ? [] : [format],
        new PertoSettings { DataFolder = dataFolder ?? "unused" },
        TimeProvider.System,
        NullLogger<ImportRunner>.Instance);

    private static Task<ImportReport> RunAsync(TestDatabase test, NumberFormat format, TemporaryFolder source) =>
        Runner(test).RunAsync(TenantId.Local, format, source.Path, progress: null, Cancellation);

    private static Task WriteNumbersAsync(string path) =>
        File.WriteAllLinesAsync(path, ["id,value", .. Enumerable.Range(0, Rows).Select(number => $"{number},{number % 100}")], Cancellation);
}
