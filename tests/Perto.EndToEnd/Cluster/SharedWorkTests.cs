using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Perto.Testing;

namespace Perto.EndToEnd;

/// <summary>Two servers over one PostgreSQL do the work that comes to either.</summary>
public sealed class SharedWorkTests
{
    private const int Tenants = 8;
    private const int ImportsEach = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Both_servers_take_of_the_work_that_one_was_given()
    {
        await using PostgresServer postgres = await PostgresServer.StartNewAsync(Token);
        await using var first = new ClusterServer(postgres.ConnectionString, workers: true);
        await using var second = new ClusterServer(postgres.ConnectionString, workers: true);
        await Task.WhenAll(first.StartAsync(Token), second.StartAsync(Token));
        using var http = new HttpClient(new SocketsHttpHandler());

        // One tenant's imports run one after another; those of several tenants have nothing to do with each other.
        await Task.WhenAll(Enumerable.Range(0, Tenants).Select(tenant => ImportAsync(http, first, second, tenant)));

        // An import is done a moment before its message is counted.
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await ProcessedAsync(http, first) + await ProcessedAsync(http, second) < Tenants * ImportsEach)
            await pause.WaitForNextTickAsync(Token);
        double ofFirst = await ProcessedAsync(http, first), ofSecond = await ProcessedAsync(http, second);
        Assert.Equal(Tenants * ImportsEach, ofFirst + ofSecond);
        Assert.True(ofFirst > 0 && ofSecond > 0, $"the first did {ofFirst} and the second {ofSecond}");
    }

    [Fact]
    public async Task A_job_runs_once_at_each_fire_time_and_goes_on_when_a_server_is_killed()
    {
        await using PostgresServer postgres = await PostgresServer.StartNewAsync(Token);
        await using var first = new ClusterServer(postgres.ConnectionString, workers: true, JobRuns.EverySecond);
        await using var second = new ClusterServer(postgres.ConnectionString, workers: true, JobRuns.EverySecond);
        await Task.WhenAll(first.StartAsync(Token), second.StartAsync(Token));
        await UntilRunsAsync(postgres, 5);

        await first.KillAsync(Token);

        await UntilRunsAsync(postgres, (await DoneAsync(postgres)) + 5);
        JobRuns.CheckOneAtATime(await JobRuns.ReadAsync(postgres.ConnectionString, Token));
    }

    private static async Task ImportAsync(HttpClient http, ClusterServer to, ClusterServer watched, int tenant)
    {
        using HttpResponseMessage made = await http.PostAsJsonAsync(
            new Uri(to.Address, "v1/keys"), new { name = "imports", scopes = new[] { "admin" }, tenant = $"tenant-{tenant}" }, Token);
        string text = await made.Content.ReadAsStringAsync(Token);
        Assert.True(made.IsSuccessStatusCode, text);
        using var own = new HttpClient(new SocketsHttpHandler());
        own.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", JsonDocument.Parse(text).RootElement.GetProperty("key").GetString());
        List<string> imports = [];
        for (int import = 0; import < ImportsEach; import++)
            imports.Add(await Imports.StartAsync(own, to, "movieId,title,genres\n1,One (2000),Drama\n", Ratings(import)));
        foreach (string import in imports)
            await Imports.UntilDoneAsync(own, watched, import);
    }

    private static async Task UntilRunsAsync(PostgresServer postgres, int count)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (await DoneAsync(postgres) < count)
            await pause.WaitForNextTickAsync(Token);
    }

    private static async Task<int> DoneAsync(PostgresServer postgres) =>
        (await JobRuns.ReadAsync(postgres.ConnectionString, Token)).Count(run => run.State == "done");

    private static async Task<double> ProcessedAsync(HttpClient http, ClusterServer server)
    {
        string metrics = await http.GetStringAsync(new Uri(server.Address, "metrics"), Token);
        return metrics.Split('\n')
            .Where(line => line.StartsWith("perto_outbox_processed", StringComparison.Ordinal) && line.Contains("import", StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[^1], CultureInfo.InvariantCulture));
    }

    private static string Ratings(int import)
    {
        var text = new StringBuilder("userId,movieId,rating,timestamp\n");
        for (int person = 0; person < 200; person++)
            text.Append(CultureInfo.InvariantCulture, $"i{import}-{person},1,4,1000000000\n");
        return text.ToString();
    }
}
