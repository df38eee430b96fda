using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Perto.Postgres;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>A PostgreSQL that goes away and comes back, and one that a replica follows.</summary>
public sealed class LostServerTests
{
    private static readonly IMeterFactory Meters = new ServiceCollection().AddMetrics().BuildServiceProvider().GetRequiredService<IMeterFactory>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_work_waits_for_a_server_that_is_started_again()
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync(Token);
        await using PostgresDatabase database = Open(server, new PostgresDatabaseOptions { ReconnectTime = TimeSpan.FromMinutes(5) });
        await CreateItemsAsync(database);
        await server.KillAsync();

        Task<int> write = database.WriteAsync(session => session.ExecuteAsync("insert into item (id) values ('a')"), Token);
        Task<long> read = database.ReadAsync(session => session.ScalarAsync<long>("select 17"), Token);
        Assert.False(write.IsCompleted || read.IsCompleted);
        await server.StartAsync(Token);

        Assert.Equal(1, await write);
        Assert.Equal(17, await read);
    }

    [Fact]
    public async Task Without_patience_the_failure_is_told_at_once()
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync(Token);
        await using PostgresDatabase database = Open(server, new PostgresDatabaseOptions { ReconnectTime = TimeSpan.Zero });
        await CreateItemsAsync(database);
        await server.KillAsync();

        await Assert.ThrowsAnyAsync<DbException>(() => database.WriteAsync(session => session.ExecuteAsync("insert into item (id) values ('a')"), Token));
        await Assert.ThrowsAnyAsync<DbException>(() => database.ReadAsync(session => session.ScalarAsync<long>("select 17"), Token));
    }

    [Fact]
    public async Task A_connection_that_is_cut_in_the_commit_neither_loses_nor_doubles_the_work()
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync(Token);
        await using PostgresDatabase database = Open(server);
        await using PostgresDatabase other = Open(server);
        await database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("create table item (id text not null)");
                // Commits take long enough to be cut off: a check that is deferred to the commit sleeps.
                await session.ExecuteAsync(
                    """
                    create function slow() returns trigger language plpgsql as $$ begin perform pg_sleep(0.02); return new; end $$;
                    create constraint trigger slow after insert on item deferrable initially deferred for each row execute function slow();
                    """);
            },
            Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task cutting = CutAsync(other, stop.Token);

        string[] ids = [.. Enumerable.Range(0, 100).Select(i => $"i{i}")];
        await Parallel.ForEachAsync(ids, new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Token }, async (id, token) =>
            await database.WriteAsync(session => session.ExecuteAsync("insert into item (id) values (@id)", new { id }), token));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cutting);

        IReadOnlyList<string> kept = await database.ReadAsync(session => session.QueryAsync<string>("select id from item"), Token);
        Assert.Equal(ids.Order(StringComparer.Ordinal), kept.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Stale_reads_go_to_a_replica_while_it_follows_and_to_the_primary_when_it_does_not()
    {
        await using PostgresServer server = await PostgresServer.StartNewAsync(Token);
        await using PostgresServer replica = await server.StartReplicaAsync(Token);
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        await using var database = new PostgresDatabase(
            NpgsqlDataSource.Create(PostgresUrl.Parse(server.ConnectionString)), clock, Meters,
            new PostgresDatabaseOptions { Replica = NpgsqlDataSource.Create(PostgresUrl.Parse(replica.ConnectionString)), ReplicaLag = TimeSpan.FromSeconds(5) });
        await using NpgsqlDataSource onReplica = NpgsqlDataSource.Create(replica.ConnectionString);
        await CreateItemsAsync(database);

        await UntilAsync(clock, async () => await IsReplicaAsync(database));
        Assert.False(await database.ReadAsync(session => session.ScalarAsync<bool>("select pg_is_in_recovery()"), Token));

        // It stops replaying: what is written now does not come, and after the allowed time the primary answers.
        await ExecuteAsync(onReplica, "select pg_wal_replay_pause()");
        await database.WriteAsync(session => session.ExecuteAsync("insert into item (id) values ('new')"), Token);
        Assert.True(await IsReplicaAsync(database));
        for (int second = 0; second < 6; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await IsReplicaAsync(database);
        }
        Assert.False(await IsReplicaAsync(database));
        Assert.Equal(1, await database.ReadStaleAsync(session => session.ScalarAsync<long>("select count(*) from item where id = 'new'"), Token));

        await ExecuteAsync(onReplica, "select pg_wal_replay_resume()");
        await UntilAsync(clock, async () => await IsReplicaAsync(database));
        Assert.Equal(1, await database.ReadStaleAsync(session => session.ScalarAsync<long>("select count(*) from item where id = 'new'"), Token));

        await replica.KillAsync();
        Assert.False(await IsReplicaAsync(database));
    }

    private static PostgresDatabase Open(PostgresServer server, PostgresDatabaseOptions? options = null) =>
        new(NpgsqlDataSource.Create(PostgresUrl.Parse(server.ConnectionString)), TimeProvider.System, Meters, options);

    private static Task CreateItemsAsync(PostgresDatabase database) =>
        database.WriteAsync(session => session.ExecuteAsync("create table item (id text not null)"), Token);

    private static Task<bool> IsReplicaAsync(PostgresDatabase database) =>
        database.ReadStaleAsync(session => session.ScalarAsync<bool>("select pg_is_in_recovery()"), Token);

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Token);
    }

    // A replica takes its own time to follow.
    private static async Task UntilAsync(ManualTimeProvider clock, Func<Task<bool>> wanted)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await wanted())
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await pause.WaitForNextTickAsync(Token);
        }
    }

    /// <summary>Cuts connections off, again and again, those first that commit.</summary>
    private static async Task CutAsync(PostgresDatabase database, CancellationToken cancellationToken)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        while (await pause.WaitForNextTickAsync(cancellationToken))
        {
            await database.WriteAsync(
                session => session.ExecuteAsync(
                    """
                    select pg_terminate_backend(pid) from pg_stat_activity
                    where pid <> pg_backend_pid() and upper(query) like 'COMMIT%' and state = 'active' limit 1
                    """),
                cancellationToken);
        }
    }
}
