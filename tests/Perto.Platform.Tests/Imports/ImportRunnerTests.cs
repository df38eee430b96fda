using System.Text.Json;
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
        Assert.Equal((1, 1), (breaks.Finished, sound.Finished));

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

        await runner.RecoverAsync(Cancellation);
        await WorkAsync(runner, test.Database, Cancellation);

        Assert.All(await runner.ListAsync(TenantId.Local, 10, Cancellation), run => Assert.Equal(ImportState.Done, run.State));
        Assert.Equal(Rows + 1, await test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from number"), Cancellation));
    }

    [Fact]
    public async Task What_came_over_http_is_deleted_when_it_is_imported()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var data = new TemporaryFolder();
        ImportRunner runner = Runner(test, new NumberFormat(), data.Path);
        string upload = await UploadAsync(test.Database, data.Path);

        await runner.RunAsync(TenantId.Local, new NumberFormat(), UploadStore.SourceOf(upload), progress: null, Cancellation);

        Assert.False(Directory.Exists(upload));
    }

    [Fact]
    public async Task All_errors_are_counted_and_the_first_hundred_are_kept()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var source = new TemporaryFolder();
        const int rows = ImportRunner.BatchSize * 2;
        await File.WriteAllLinesAsync(
            source.Find("numbers.csv"), ["id,value", .. Enumerable.Range(0, rows).Select(row => $"{row},{(IsBad(row) ? 101 : 1)}")], Cancellation);

        ImportReport report = await RunAsync(test, new NumberFormat(), source);

        Assert.Equal((rows, 250L), (report.RowsRead, report.RowsRejected));
        Assert.Equal(Enumerable.Range(0, rows).Where(IsBad).Take(100).Select(row => row + 2L), report.Errors.Select(error => error.Line));
        Assert.Equal(
            new RowError("numbers.csv", ImportRunner.BatchSize - 58, "value", "101", "must be a number from 0 to 100"), report.Errors[0]);

        // 60 in the first batch and 190 in the second, so that the hundred come from both.
        static bool IsBad(int row) => row is >= ImportRunner.BatchSize - 60 and < ImportRunner.BatchSize + 190;
    }

    [Fact]
    public async Task A_bad_header_is_named_by_its_line()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var source = new TemporaryFolder();
        await File.WriteAllTextAsync(source.Find("numbers.csv"), "\n\nid,price\na,1\n", Cancellation);

        var refused = await Assert.ThrowsAsync<InvalidValueException>(() => RunAsync(test, new NumberFormat(), source));

        Assert.Equal("numbers.csv:3", refused.Field);
    }

    [Fact]
    public async Task A_database_that_fails_once_is_looked_into_again()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var source = new TemporaryFolder();
        await WriteNumbersAsync(source.Find("numbers.csv"));
        await Assert.ThrowsAsync<IOException>(() => RunAsync(test, new NumberFormat { BeforeBatch = batch => Require(batch < 2) }, source));
        await test.Database.WriteAsync(session => session.ExecuteAsync("update import_run set state = 'running'"), Cancellation);
        var database = new FailingDatabase(test.Database) { FailingReads = 1 };
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        using var recovery = new ImportRecovery(Runner(database, new NumberFormat()), database, clock, NullLogger<ImportRecovery>.Instance);

        await recovery.StartAsync(Cancellation);
        while (await test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from outbox_message"), Cancellation) == 0)
            clock.Advance(TimeSpan.FromMinutes(1));
        await recovery.StopAsync(Cancellation);

        Assert.Equal(0, database.FailingReads);
    }

    [Fact]
    public async Task An_import_that_fails_unexpectedly_is_failed_and_the_next_one_runs()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var bad = new TemporaryFolder();
        using var good = new TemporaryFolder();
        await File.WriteAllTextAsync(bad.Find("numbers.csv"), "id,value\na,1\n", Cancellation);
        await File.WriteAllTextAsync(good.Find("numbers.csv"), "id,value\nb,2\n", Cancellation);
        var format = new NumberFormat { BeforeBatch = batch => RequireSense(batch > 1) };
        ImportRunner runner = Runner(test, format);
        ImportReport first = await runner.QueueAsync(TenantId.Local, format, bad.Path, Cancellation);
        ImportReport second = await runner.QueueAsync(TenantId.Local, format, good.Path, Cancellation);

        await WorkAsync(runner, test.Database, Cancellation);

        first = await runner.FindAsync(TenantId.Local, first.Id, Cancellation);
        Assert.Equal((ImportState.Failed, "A mistake."), (first.State, first.Failure));
        Assert.Equal(ImportState.Done, (await runner.FindAsync(TenantId.Local, second.Id, Cancellation)).State);
    }

    [Theory, InlineData("57P01"), InlineData("57P03"), InlineData("08006")]
    public async Task An_import_whose_database_was_away_and_is_back_has_not_failed(string state)
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var source = new TemporaryFolder();
        await WriteNumbersAsync(source.Find("numbers.csv"));
        bool away = true;
        var format = new NumberFormat
        {
            BeforeBatch = batch =>
            {
                if (away && batch == 2)
                    throw new Npgsql.PostgresException("The server was stopped.", "FATAL", "FATAL", state);
            },
        };
        ImportRunner runner = Runner(test, format);
        ImportReport queued = await runner.QueueAsync(TenantId.Local, format, source.Path, Cancellation);

        await Assert.ThrowsAsync<Npgsql.PostgresException>(() => WorkAsync(runner, test.Database, Cancellation));
        Assert.Equal(ImportState.Running, (await runner.FindAsync(TenantId.Local, queued.Id, Cancellation)).State);
        away = false;
        await WorkAsync(runner, test.Database, Cancellation);

        ImportReport done = await runner.FindAsync(TenantId.Local, queued.Id, Cancellation);
        Assert.Equal((ImportState.Done, (long)Rows), (done.State, done.RowsRead));
    }

    [Fact]
    public async Task A_run_whose_end_cannot_be_written_is_taken_up_again()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var data = new TemporaryFolder();
        var database = new FailingDatabase(test.Database);
        var format = new NumberFormat
        {
            BeforeBatch = batch =>
            {
                database.FailingWrites = batch == 1 ? 2 : 0;
                Require(batch > 1);
            },
        };
        ImportRunner runner = Runner(database, format, data.Path);
        string upload = await UploadAsync(test.Database, data.Path);
        ImportReport queued = await runner.QueueAsync(TenantId.Local, format, UploadStore.SourceOf(upload), Cancellation);

        await Assert.ThrowsAsync<IOException>(() => WorkAsync(runner, test.Database, Cancellation));
        Assert.True(Directory.Exists(upload));
        Assert.Equal(ImportState.Running, (await runner.FindAsync(TenantId.Local, queued.Id, Cancellation)).State);
        await WorkAsync(runner, test.Database, Cancellation);

        Assert.Equal(ImportState.Done, (await runner.FindAsync(TenantId.Local, queued.Id, Cancellation)).State);
    }

    [Fact]
    public async Task Another_server_goes_on_with_the_upload_of_one_that_never_came_back()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Postgres);
        using var lost = new TemporaryFolder();
        using var data = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var format = new NumberFormat { BeforeBatch = batch => Stop(stop, batch == 2) };
        ImportRunner dead = Runner(test, format, lost.Path);
        string upload = await UploadAsync(test.Database, lost.Path, WriteNumbersAsync);
        ImportReport run = await dead.QueueAsync(TenantId.Local, format, UploadStore.SourceOf(upload), Cancellation);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WorkAsync(dead, test.Database, stop.Token));
        Directory.Delete(upload, recursive: true);
        ImportRunner other = Runner(test, new NumberFormat(), data.Path);

        await WorkAsync(other, test.Database, Cancellation);

        ImportReport done = await other.FindAsync(TenantId.Local, run.Id, Cancellation);
        Assert.Equal((ImportState.Done, (long)Rows), (done.State, done.RowsRead));
        Assert.Equal(
            Enumerable.Range(0, Rows).Sum(number => (long)(number % 100)),
            await test.Database.ReadAsync(session => session.ScalarAsync<long>("select sum(value) from number"), Cancellation));
        Assert.Empty(Directory.EnumerateFiles(data.Path, "*", SearchOption.AllDirectories));
        Assert.Equal(0, await test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from import_upload_part"), Cancellation));
    }

    [Fact]
    public async Task An_upload_that_is_gone_fails_its_import_and_says_so()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var data = new TemporaryFolder();
        var format = new NumberFormat();
        ImportRunner runner = Runner(test, format, data.Path);
        string upload = await UploadAsync(test.Database, data.Path);
        ImportReport run = await runner.QueueAsync(TenantId.Local, format, UploadStore.SourceOf(upload), Cancellation);
        Directory.Delete(upload, recursive: true);

        await WorkAsync(runner, test.Database, Cancellation);

        ImportReport failed = await runner.FindAsync(TenantId.Local, run.Id, Cancellation);
        Assert.Equal(ImportState.Failed, failed.State);
        Assert.Contains("send them again", failed.Failure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_upload_is_deleted_when_its_import_failed_and_stays_when_it_was_stopped()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var data = new TemporaryFolder();
        using var stop = new CancellationTokenSource();
        var stopping = new NumberFormat { BeforeBatch = _ => stop.Cancel(), OnFinish = stop.Token.ThrowIfCancellationRequested };
        var failing = new NumberFormat { BeforeBatch = _ => Require(works: false) };
        ImportRunner stopped = Runner(test, stopping, data.Path);
        ImportRunner failed = Runner(test, failing, data.Path);
        string upload = await UploadAsync(test.Database, data.Path);
        ImportReport run = await stopped.QueueAsync(TenantId.Local, stopping, UploadStore.SourceOf(upload), Cancellation);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => WorkAsync(stopped, test.Database, stop.Token));
        Assert.Equal(ImportState.Queued, (await stopped.FindAsync(TenantId.Local, run.Id, Cancellation)).State);
        Assert.True(Directory.Exists(upload));
        // It goes on behind the row that is done; another row fails.
        await test.Database.WriteAsync(session => session.ExecuteAsync("update import_run set file_row = 0"), Cancellation);
        await WorkAsync(failed, test.Database, Cancellation);

        Assert.Equal(ImportState.Failed, (await failed.FindAsync(TenantId.Local, run.Id, Cancellation)).State);
        Assert.False(Directory.Exists(upload));
    }

    [Fact]
    public async Task A_run_that_ended_keeps_its_end()
    {
        await using TestDatabase test = await OpenAsync(SqlDialect.Sqlite);
        using var source = new TemporaryFolder();
        await File.WriteAllTextAsync(source.Find("numbers.csv"), "id,value\na,1\n", Cancellation);
        ImportReport done = await RunAsync(test, new NumberFormat(), source);
        var runs = new ImportRuns(test.Database, new IdGenerator(TimeProvider.System), TimeProvider.System);
        ImportRunRow stale = (await runs.FindAsync(TenantId.Local, done.Id, Cancellation))!;

        Assert.False(await runs.EndAsync(stale, ImportState.Failed, "too late"));

        Assert.Equal(ImportState.Done, (await Runner(test).FindAsync(TenantId.Local, done.Id, Cancellation)).State);
    }

    private static void RequireSense(bool makesSense)
    {
        if (!makesSense)
            throw new InvalidOperationException("A mistake.");
    }

    /// <summary>Uploads a file, and returns the folder that it waits in.</summary>
    private static Task<string> UploadAsync(IDatabase database, string dataFolder) =>
        UploadAsync(database, dataFolder, path => File.WriteAllTextAsync(path, "id,value\na,1\n", Cancellation));

    private static async Task<string> UploadAsync(IDatabase database, string dataFolder, Func<string, Task> write)
    {
        UploadStore uploads = Uploads(database, dataFolder);
        string upload = uploads.NewFolder(TenantId.Local);
        await write(Path.Combine(upload, "numbers.csv"));
        await uploads.KeepAsync(TenantId.Local, upload, Cancellation);
        return upload;
    }

    /// <summary>Does what the outbox asks for, as its worker does.</summary>
    private static async Task WorkAsync(ImportRunner runner, IDatabase database, CancellationToken cancellationToken)
    {
        foreach (string payload in await database.ReadAsync(session => session.QueryAsync<string>("select payload from outbox_message order by seq"), Cancellation))
        {
            await runner.RunQueuedAsync(TenantId.Local, JsonSerializer.Deserialize<ImportOrder>(payload, PertoJson.Options)!.Id, cancellationToken);
            await database.WriteAsync(session => session.ExecuteAsync("delete from outbox_message where payload = @payload", new { payload }), Cancellation);
        }
    }

    private static UploadStore Uploads(IDatabase database, string? dataFolder) =>
        new(database, new PertoSettings { DataFolder = dataFolder ?? "unused" }, new IdGenerator(TimeProvider.System), TimeProvider.System);

    private static void Stop(CancellationTokenSource source, bool now)
    {
        if (now)
            source.Cancel();
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

    private static ImportRunner Runner(TestDatabase test, NumberFormat? format = null, string? dataFolder = null) =>
        Runner(test.Database, format, dataFolder);

    private static ImportRunner Runner(IDatabase database, NumberFormat? format = null, string? dataFolder = null)
    {
        var secrets = new InstallationSecret(database, TimeProvider.System);
        return new ImportRunner(
            database,
            new IdGenerator(TimeProvider.System),
            format is null ? [] : [format],
            Uploads(database, dataFolder),
            new Outbox(
                new OutboxTopics([new OutboxTopic(ImportWork.Topic, ImportWork.Options, _ => new object())]),
                new OutboxLimits(TimeProvider.System),
                new LocalOutboxSignal(),
                new IdGenerator(TimeProvider.System),
                TimeProvider.System),
            new Suppressions(database, new InstallationKey(secrets), new PrivacyAudit(new AuditLog(database, secrets, TimeProvider.System))),
            new PertoSettings(),
            TimeProvider.System,
            NullLogger<ImportRunner>.Instance);
    }

    private static Task<ImportReport> RunAsync(TestDatabase test, NumberFormat format, TemporaryFolder source) =>
        Runner(test).RunAsync(TenantId.Local, format, source.Path, progress: null, Cancellation);

    private static Task WriteNumbersAsync(string path) =>
        File.WriteAllLinesAsync(path, ["id,value", .. Enumerable.Range(0, Rows).Select(number => $"{number},{number % 100}")], Cancellation);
}
