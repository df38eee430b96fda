using System.Globalization;
using Npgsql;
using Perto.Postgres;
using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>Processes that enqueue and handle are killed again and again; what they were promised is compared with what is there.</summary>
public sealed class OutboxKillTests
{
    private const int Rounds = 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Every_acknowledged_message_has_its_effect_once_and_in_the_order_of_its_key(SqlDialect engine)
    {
        int rounds = int.TryParse(Environment.GetEnvironmentVariable("PERTO_KILL_ROUNDS"), CultureInfo.InvariantCulture, out int asked) ? asked : Rounds;
        Random random = Seeds.Random();
        using var folder = new TemporaryFolder();
        await using TestPostgres? server = engine == SqlDialect.Postgres ? await TestPostgres.CreateDatabaseAsync(Token) : null;
        await using TestDatabase meters = await TestDatabase.OpenAsync(SqlDialect.Sqlite);
        string postgres = server?.ConnectionString ?? "";
        await using (IAsyncDisposable made = await PrepareAsync(Open(folder, server, meters)))
        {
        }

        List<string> acknowledged = [];
        for (int round = 0; round < rounds; round++)
        {
            using Victim victim = Start("enqueue", folder, 0, postgres, $"r{round}a");
            // PostgreSQL takes two processes; each of them handles also what the other has enqueued.
            using Victim? second = server is null ? null : Start("enqueue", folder, 1, postgres, $"r{round}b");
            await victim.PrintedAsync(random.Next(1, 200));
            acknowledged.AddRange((await victim.KillAsync()).SkipLast(1));
            if (second is null)
                continue;
            await second.PrintedAsync(random.Next(1, 300));
            acknowledged.AddRange((await second.KillAsync()).SkipLast(1));
        }
        using (Victim last = Start("drain", folder, 0, postgres))
        {
            await last.PrintedAsync(1);
            await last.KillAsync();
        }

        IDatabase database = Open(folder, server, meters);
        await using var closing = (IAsyncDisposable)database;
        IReadOnlyList<Entry> changes = await database.ReadAsync(session => session.QueryAsync<Entry>("select name, number from change order by name, number"), Token);
        IReadOnlyList<Entry> effects = await database.ReadAsync(session => session.QueryAsync<Entry>("select name, number from effect order by name, place"), Token);
        Assert.True(acknowledged.Count >= rounds);
        Assert.Empty(acknowledged.Except(changes.Select(change => $"{change.Name} {change.Number}")));
        Assert.Equal(changes, effects);
    }

    private static Victim Start(string job, TemporaryFolder folder, int process, string postgres, string writer = "") =>
        Victim.Start(job, folder.Find($"data{process}"), postgres, writer);

    private static IDatabase Open(TemporaryFolder folder, TestPostgres? server, TestDatabase meters)
    {
        if (server is not null)
            return new PostgresDatabase(NpgsqlDataSource.Create(PostgresUrl.Parse(server.ConnectionString)), TimeProvider.System, meters.Meters);
        Directory.CreateDirectory(folder.Find("data0"));
        return SqliteDatabase.Open(Path.Combine(folder.Find("data0"), "perto.db"), TimeProvider.System, meters.Meters);
    }

    private static async Task<IAsyncDisposable> PrepareAsync(IDatabase database)
    {
        await database.WriteAsync(
            session => session.ExecuteAsync(
                """
                create table change (name text not null, number bigint not null, primary key (name, number));
                create table effect (name text not null, place bigint not null, number bigint not null, primary key (name, place))
                """),
            Token);
        return (IAsyncDisposable)database;
    }

    private sealed record Entry
    {
        public required string Name { get; init; }

        public required long Number { get; init; }
    }
}
