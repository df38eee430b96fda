using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>What the one writer adds.</summary>
public sealed class SqliteDatabaseTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Works_that_wait_share_a_commit()
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(SqlDialect.Sqlite);
        await test.Database.WriteAsync(session => session.ExecuteAsync("create table entry (number bigint primary key)"), Token);
        using var meters = new MeterReading(test.Meters);
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        // The first work holds the writer until all the others have come.
        Task first = test.Database.WriteAsync(session => { running.SetResult(); return gate.Task; }, Token);
        await running.Task;
        Task[] others = [.. Enumerable.Range(0, 300).Select(number => test.Database.WriteAsync(
            session => session.ExecuteAsync("insert into entry (number) values (@number)", new { number }), Token))];
        gate.SetResult();
        await Task.WhenAll([first, .. others]);

        Assert.Equal(301, meters.Sum("perto.database.writes"));
        Assert.InRange(meters.Sum("perto.database.commits"), 1, 100);
        Assert.Equal(300, await test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from entry"), Token));
    }

    [Fact]
    public async Task A_work_cancelled_while_it_waits_never_runs_and_its_caller_does_not_wait()
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(SqlDialect.Sqlite);
        var gate = new TaskCompletionSource();
        using var cancel = new CancellationTokenSource();
        bool ran = false;

        Task first = test.Database.WriteAsync(_ => gate.Task, Token);
        Task waiting = test.Database.WriteAsync(_ => { ran = true; return Task.CompletedTask; }, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.False(first.IsCompleted);
        gate.SetResult();
        await first;
        await test.Database.WriteAsync(_ => Task.CompletedTask, Token);

        Assert.False(ran);
    }

    [Fact]
    public async Task A_write_inside_of_a_write_is_refused_instead_of_waiting_for_itself()
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(SqlDialect.Sqlite);

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.WriteAsync(
            _ => test.Database.WriteAsync(session => session.ExecuteAsync("create table never (id text)"), Token), Token));
    }

    [Fact]
    public async Task A_constraint_checked_at_commit_fails_only_the_work_that_breaks_it()
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(SqlDialect.Sqlite);
        await test.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                create table parent (id bigint primary key);
                create table child (id bigint primary key, parent bigint not null references parent (id) deferrable initially deferred);
                insert into parent (id) values (1)
                """),
            Token);
        var gate = new TaskCompletionSource();

        Task first = test.Database.WriteAsync(_ => gate.Task, Token);
        Task sound = test.Database.WriteAsync(session => session.ExecuteAsync("insert into child (id, parent) values (1, 1)"), Token);
        Task broken = test.Database.WriteAsync(session => session.ExecuteAsync("insert into child (id, parent) values (2, 99)"), Token);
        gate.SetResult();
        await first;
        await sound;
        await Assert.ThrowsAsync<SqliteException>(() => broken);

        Assert.Equal([1], await test.Database.ReadAsync(session => session.QueryAsync<long>("select id from child"), Token));
    }

    [Fact]
    public async Task A_work_that_ends_the_transaction_is_not_acknowledged_and_the_writer_goes_on()
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(SqlDialect.Sqlite);
        await test.Database.WriteAsync(session => session.ExecuteAsync("create table entry (number bigint primary key)"), Token);

        await Assert.ThrowsAsync<TransactionEndedException>(() => test.Database.WriteAsync(session => session.ExecuteAsync("rollback"), Token));
        await test.Database.WriteAsync(session => session.ExecuteAsync("insert into entry (number) values (1)"), Token);

        Assert.Equal(1, await test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from entry"), Token));
    }

    [Fact]
    public async Task A_work_belongs_to_the_activity_of_its_caller()
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(SqlDialect.Sqlite);
        using Activity request = new Activity("request").Start();

        string? seen = await test.Database.WriteAsync(_ => Task.FromResult(Activity.Current?.Id), Token);

        Assert.Equal(request.Id, seen);
    }

    [Fact]
    public async Task Every_connection_is_durable_checks_foreign_keys_and_waits()
    {
        await using TestDatabase test = await TestDatabase.OpenAsync(SqlDialect.Sqlite);

        static async Task<string> SettingsAsync(DatabaseSession session) => string.Join(
            ' ',
            await session.ScalarAsync<string>("pragma journal_mode"),
            await session.ScalarAsync<long>("pragma synchronous"),
            await session.ScalarAsync<long>("pragma foreign_keys"),
            await session.ScalarAsync<long>("pragma busy_timeout"));

        Assert.Equal("wal 2 1 5000", await test.Database.WriteAsync(SettingsAsync, Token));
        Assert.Equal("wal 2 1 5000", await test.Database.ReadAsync(SettingsAsync, Token));
        Assert.Equal("wal 2 1 5000", await test.Database.ReadAsync(SettingsAsync, Token));
    }

    [Fact]
    public async Task Closing_finishes_what_waits_and_refuses_what_comes_later()
    {
        using var folder = new TemporaryFolder();
        await using TestDatabase meters = await TestDatabase.OpenAsync(SqlDialect.Sqlite);
        SqliteDatabase database = SqliteDatabase.Open(folder.Find("test.db"), TimeProvider.System, meters.Meters);
        await database.WriteAsync(session => session.ExecuteAsync("create table entry (number bigint primary key)"), Token);

        Task[] waiting = [.. Enumerable.Range(0, 50).Select(number => database.WriteAsync(
            session => session.ExecuteAsync("insert into entry (number) values (@number)", new { number }), Token))];
        await database.DisposeAsync();

        await Task.WhenAll(waiting);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => database.WriteAsync(_ => Task.CompletedTask, Token));
    }

    [Fact]
    public async Task Every_write_acknowledged_before_a_kill_is_there_after_it_and_none_by_half()
    {
        using var folder = new TemporaryFolder();
        HashSet<long> acknowledged = [];
        for (int round = 1; round <= 3; round++)
        {
            string data = folder.Find($"round{round}");
            using Victim victim = Victim.Start("write", data);
            await victim.PrintedAsync(200 * round);
            // The last line may have been cut by the kill.
            acknowledged = [.. (await victim.KillAsync()).SkipLast(1).Select(long.Parse)];

            await using TestDatabase meters = await TestDatabase.OpenAsync(SqlDialect.Sqlite);
            await using SqliteDatabase database = SqliteDatabase.Open(Path.Combine(data, "perto.db"), TimeProvider.System, meters.Meters);
            var whole = await database.ReadAsync(
                session => session.QueryAsync<long>("select number from entry group by number having count(*) = 2"), Token);
            long numbers = await database.ReadAsync(session => session.ScalarAsync<long>("select count(distinct number) from entry"), Token);

            Assert.True(acknowledged.Count >= 200 * round - 1);
            Assert.Empty(acknowledged.Except(whole));
            Assert.Equal(whole.Count, numbers);
        }
    }
}
