using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Perto.Testing;

namespace Perto.EndToEnd;

public sealed class BatchKillTests
{
    private const int People = 1_500;
    private const int Titles = 60;

    private static readonly (string, string)[] SmallChunks = [("PERTO__STREAMING__BATCHES__PEOPLEATONCE", "10")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_killed_during_a_batch_starts_again_and_makes_the_same_as_one_that_was_not()
    {
        using var folder = new TemporaryFolder();
        string id;
        long before;
        await using (RunningServer server = await PertoProgram.ServeAsync(folder.Path, ["serve"], Cancellation, SmallChunks))
        {
            await ImportAsync(server.Http);
            id = await StartAsync(server.Http);
            before = await UntilAsync(server.Http, id, run => run.GetProperty("made").GetInt64() > 0);
            await server.KillAsync(Cancellation);
        }

        await using RunningServer again = await PertoProgram.ServeAsync(folder.Path, ["serve"], Cancellation, SmallChunks);
        long after = await UntilAsync(again.Http, id, run => run.GetProperty("state").GetString() == "done");
        string undisturbed = await StartAsync(again.Http);
        await UntilAsync(again.Http, undisturbed, run => run.GetProperty("state").GetString() == "done");

        Assert.True(before < after, $"the batch was done before the kill: {before} of {after} people");
        Assert.Equal(People, after);
        string[] killed = await LinesAsync(again.Http, id), whole = await LinesAsync(again.Http, undisturbed);
        Assert.Equal(People, killed.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("user").GetString()).Distinct().Count());
        Assert.Equal(whole, killed);
    }

    [Fact]
    public async Task A_command_killed_during_a_batch_goes_on_where_it_was()
    {
        using var folder = new TemporaryFolder();
        string data = folder.Find("data"), files = Directory.CreateDirectory(folder.Find("files")).FullName;
        await File.WriteAllTextAsync(Path.Combine(files, "movies.csv"), Movies(), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(files, "ratings.csv"), Ratings(), Cancellation);
        await SucceedsAsync(data, "streaming", "import", files);
        string[] command = ["streaming", "batch", "--format", "csv", "--at", "2025-01-31T20:00:00Z", "--output"];
        (string stopped, string whole) = (folder.Find("stopped.csv"), folder.Find("whole.csv"));

        await using (ChildProcess killed = PertoProgram.Start(data, [.. command, stopped], SmallChunks))
        {
            using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
            // A person has 20 lines of some 40 characters: several chunks.
            while (!File.Exists(stopped + ".part") || new FileInfo(stopped + ".part").Length < 40_000)
            {
                Assert.True(killed.IsRunning, $"the command ended before it was killed: {killed.Printed}");
                await pause.WaitForNextTickAsync(Cancellation);
            }
            await killed.KillAsync(Cancellation);
        }
        Assert.False(File.Exists(stopped), "half of a file has the name of a whole one");
        await SucceedsAsync(data, [.. command, stopped, "--resume"]);
        await SucceedsAsync(data, [.. command, whole]);

        string[] lines = await File.ReadAllLinesAsync(stopped, Cancellation);
        Assert.Equal(People, lines.Skip(1).Select(line => line[..line.IndexOf(',', StringComparison.Ordinal)]).Distinct().Count());
        Assert.Equal(await File.ReadAllLinesAsync(whole, Cancellation), lines);
    }

    private static async Task SucceedsAsync(string data, params string[] arguments)
    {
        ProcessResult result = await PertoProgram.RunAsync(data, arguments, Cancellation);
        Assert.True(result.ExitCode == 0, result.Error);
    }

    private static async Task ImportAsync(HttpClient http)
    {
        using var content = new MultipartFormDataContent
        {
            { new StringContent(Movies()), "files", "movies.csv" },
            { new StringContent(Ratings()), "files", "ratings.csv" },
        };
        using HttpResponseMessage answer = await http.PostAsync("v1/streaming/imports", content, Cancellation);
        answer.EnsureSuccessStatusCode();
        string id = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString()!;
        await UntilAsync(http, "streaming/imports", id, run => run.GetProperty("state").GetString() == "done");
        // Content vectors follow the catalogue once a minute: a page that is made before them has other candidates than one that is made after.
        using HttpResponseMessage job = await http.PostAsync("v1/jobs/streaming-content/run", content: null, Cancellation);
        job.EnsureSuccessStatusCode();
        string run = (await job.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString()!;
        await UntilAsync(http, "jobs/streaming-content/runs", run, done => done.TryGetProperty("finished_at", out _));
    }

    private static string Movies()
    {
        var movies = new StringBuilder("movieId,title,genres\n");
        for (int title = 0; title < Titles; title++)
            movies.Append($"{title},Title {title} ({1990 + (title % 30)}),{(title % 3 == 0 ? "Drama" : title % 3 == 1 ? "Comedy" : "Horror")}\n");
        return movies.ToString();
    }

    private static string Ratings()
    {
        var ratings = new StringBuilder("userId,movieId,rating,timestamp\n");
        for (int person = 0; person < People; person++)
        {
            for (int nth = 0; nth < 5; nth++)
                ratings.Append($"u{person},{((person * 7) + (nth * 3)) % Titles},4,{1_600_000_000 + (person * 60) + nth}\n");
        }
        return ratings.ToString();
    }

    private static async Task<string> StartAsync(HttpClient http)
    {
        using HttpResponseMessage answer = await http.PostAsJsonAsync("v1/streaming/batches", new { at = "2025-01-31T20:00:00Z" }, Cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString()!;
    }

    private static async Task<string[]> LinesAsync(HttpClient http, string id) =>
        (await http.GetStringAsync($"v1/streaming/batches/{id}/file", Cancellation)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Asks until the batch is as wanted; returns the pages it had made by then.</summary>
    private static async Task<long> UntilAsync(HttpClient http, string id, Func<JsonElement, bool> wanted) =>
        (await UntilAsync(http, "streaming/batches", id, wanted)).GetProperty("made").GetInt64();

    private static async Task<JsonElement> UntilAsync(HttpClient http, string kind, string id, Func<JsonElement, bool> wanted)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            JsonElement run = await http.GetFromJsonAsync<JsonElement>($"v1/{kind}/{id}", Cancellation);
            Assert.NotEqual("failed", run.GetProperty("state").GetString());
            if (wanted(run))
                return run;
            await pause.WaitForNextTickAsync(Cancellation);
        }
    }
}
