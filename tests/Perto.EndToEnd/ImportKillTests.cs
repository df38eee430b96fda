using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Perto.Testing;

namespace Perto.EndToEnd;

public sealed class ImportKillTests
{
    private const int People = 2_000;
    private const int Titles = 100;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_killed_during_an_import_starts_again_and_goes_on()
    {
        using var folder = new TemporaryFolder();
        string id;
        long before;
        await using (RunningServer server = await PertoProgram.ServeAsync(folder.Path, ["serve"], Cancellation))
        {
            id = await UploadAsync(server.Http);
            before = await UntilAsync(server.Http, id, run => run.GetProperty("rows_read").GetInt64() > 0);
            await server.KillAsync(Cancellation);
        }

        await using RunningServer again = await PertoProgram.ServeAsync(folder.Path, ["serve"], Cancellation);
        long after = await UntilAsync(again.Http, id, run => run.GetProperty("state").GetString() == "done");

        Assert.True(before < after, $"the import was done before the kill: {before} of {after} rows");
        Assert.Equal(Titles + (People * Titles) + 1, after);
        JsonElement run = await again.Http.GetFromJsonAsync<JsonElement>($"v1/streaming/imports/{id}", Cancellation);
        Assert.Equal(1, run.GetProperty("rows_rejected").GetInt64());
        JsonElement error = run.GetProperty("errors")[0];
        Assert.Equal(("ratings.csv", "rating", "9"), (error.GetProperty("file").GetString(), error.GetProperty("field").GetString(), error.GetProperty("given").GetString()));
        JsonElement overview = await again.Http.GetFromJsonAsync<JsonElement>("v1/overview", Cancellation);
        Assert.Equal(People * Titles, Count(overview, "ratings"));
        Assert.Equal(People, Count(overview, "people"));
        Assert.False(Directory.EnumerateFiles(folder.Path, "ratings.csv", SearchOption.AllDirectories).Any(), "the uploaded file is still there");
    }

    private static async Task<string> UploadAsync(HttpClient http)
    {
        var movies = new StringBuilder("movieId,title,genres\n");
        for (int title = 0; title < Titles; title++)
            movies.Append($"{title},Title {title} (2000),Drama\n");
        var ratings = new StringBuilder("userId,movieId,rating,timestamp\n0,0,9,1000000000\n");
        for (int person = 0; person < People; person++)
        {
            for (int title = 0; title < Titles; title++)
                ratings.Append($"{person},{title},4,{1_000_000_000 + title}\n");
        }

        using var content = new MultipartFormDataContent
        {
            { new StringContent(movies.ToString()), "files", "movies.csv" },
            { new StringContent(ratings.ToString()), "files", "ratings.csv" },
        };
        using HttpResponseMessage answer = await http.PostAsync("v1/streaming/imports", content, Cancellation);
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString()!;
    }

    /// <summary>Asks until the run is as wanted; returns the rows it had read by then.</summary>
    private static async Task<long> UntilAsync(HttpClient http, string id, Func<JsonElement, bool> wanted)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            JsonElement run = await http.GetFromJsonAsync<JsonElement>($"v1/streaming/imports/{id}", Cancellation);
            Assert.NotEqual("failed", run.GetProperty("state").GetString());
            if (wanted(run))
                return run.GetProperty("rows_read").GetInt64();
            await pause.WaitForNextTickAsync(Cancellation);
        }
    }

    private static long Count(JsonElement overview, string name) => overview.GetProperty("solutions")[0].GetProperty("counts").EnumerateArray()
        .Single(count => count.GetProperty("name").GetString() == name).GetProperty("value").GetInt64();
}
