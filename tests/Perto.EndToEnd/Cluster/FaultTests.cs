using System.Globalization;
using System.Text;
using Npgsql;
using Perto.Testing;

namespace Perto.EndToEnd;

/// <summary>Three servers over one PostgreSQL, of which any is killed (SIGKILL) under load and brought back, the database too.</summary>
public sealed class FaultTests
{
    private const int Titles = 60;
    private const int Callers = 4;

    private static int Rounds => int.TryParse(
        Environment.GetEnvironmentVariable("PERTO_FAULT_ROUNDS"), NumberStyles.None, CultureInfo.InvariantCulture, out int rounds) ? rounds : 10;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_acknowledged_is_there_once_whoever_was_killed()
    {
        await using PostgresServer postgres = await PostgresServer.StartNewAsync(Token);
        await using var web = new ClusterServer(postgres.ConnectionString, workers: false);
        await using var first = new ClusterServer(postgres.ConnectionString, workers: true, JobRuns.EverySecond);
        await using var second = new ClusterServer(postgres.ConnectionString, workers: true, JobRuns.EverySecond);
        ClusterServer[] servers = [web, first, second];
        await Task.WhenAll(servers.Select(server => server.StartAsync(Token)));
        await using var load = new ViewingLoad([.. servers.Select(server => server.Address)], Titles);
        using var http = new HttpClient(new SocketsHttpHandler());
        await Imports.UntilDoneAsync(http, web, await Imports.StartAsync(http, web, Movies(), Ratings("seed", 20)));
        load.Begin(Callers);

        var random = new Random(Seeds.Of(nameof(What_was_acknowledged_is_there_once_whoever_was_killed)));
        List<string> imports = [];
        for (int round = 0; round < Rounds; round++)
        {
            await load.ProgressAsync(20, Token);
            // Its work is under way when somebody dies.
            imports.Add(await Imports.StartAsync(http, servers[random.Next(3)], Movies(), Ratings($"r{round}-", 200)));
            await load.ProgressAsync(random.Next(20), Token);
            ClusterServer[] killed = [.. servers.Where(_ => random.Next(3) == 0)];
            bool database = killed.Length == 0 || random.Next(3) == 0;
            await Task.WhenAll([.. killed.Select(server => server.KillAsync(Token)), database ? postgres.KillAsync() : Task.CompletedTask]);
            if (database)
                await postgres.StartAsync(Token);
            await Task.WhenAll(killed.Select(server => server.StartAsync(Token)));
        }

        await load.ProgressAsync(20, Token);
        await load.EndAsync();
        foreach (string import in imports)
            await Imports.UntilDoneAsync(http, web, import);
        await CheckAsync(postgres, load);
        JobRuns.CheckOneAtATime(await JobRuns.ReadAsync(postgres.ConnectionString, Token));
    }

    private static async Task CheckAsync(PostgresServer postgres, ViewingLoad load)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(postgres.ConnectionString);
        Dictionary<(string, long), int> views = await CountAsync(source, "select user_id, started_at from streaming_view");
        Dictionary<(string, long), int> impressions = await CountAsync(source, "select user_id, at from streaming_exposure");
        foreach (Dictionary<(string, long), int> found in new[] { views, impressions })
        {
            HashSet<(string, long)> sent = [.. load.Sent.Select(Key)];
            Assert.All(load.Acknowledged, batch => Assert.Equal(1, found.GetValueOrDefault(Key(batch))));
            Assert.All(found, entry => Assert.True(entry.Value == 1 && sent.Contains(entry.Key), $"{entry.Key} is there {entry.Value} times"));
        }
        Dictionary<string, long> counted = [];
        await using NpgsqlCommand command = source.CreateCommand("select id, views, ratings from streaming_person");
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(Token);
        int raters = 0;
        while (await reader.ReadAsync(Token))
        {
            counted[reader.GetString(0)] = reader.GetInt64(1);
            raters += reader.GetInt64(2) == Titles ? 1 : 0;
        }
        Assert.All(views.GroupBy(view => view.Key.Item1), person => Assert.Equal(person.Count(), counted[person.Key]));
        Assert.Equal(20 + (200 * Rounds), raters);
    }

    private static (string User, long At) Key(long batch)
    {
        (string user, DateTimeOffset at) = ViewingLoad.Of(batch);
        return (user, (at - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond);
    }

    private static async Task<Dictionary<(string, long), int>> CountAsync(NpgsqlDataSource source, string sql)
    {
        Dictionary<(string, long), int> counts = [];
        await using NpgsqlCommand command = source.CreateCommand(sql);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync(Token);
        while (await reader.ReadAsync(Token))
        {
            (string, long) key = (reader.GetString(0), reader.GetInt64(1));
            counts[key] = counts.GetValueOrDefault(key) + 1;
        }
        return counts;
    }

    private static string Movies() => Enumerable.Range(0, Titles).Aggregate(
        new StringBuilder("movieId,title,genres\n"), (text, title) => text.Append(CultureInfo.InvariantCulture, $"{title},Title {title} (2000),Drama\n")).ToString();

    private static string Ratings(string prefix, int people)
    {
        var text = new StringBuilder("userId,movieId,rating,timestamp\n");
        for (int person = 0; person < people; person++)
        {
            for (int title = 0; title < Titles; title++)
                text.Append(CultureInfo.InvariantCulture, $"{prefix}{person},{title},4,{1_000_000_000 + title}\n");
        }
        return text.ToString();
    }
}
