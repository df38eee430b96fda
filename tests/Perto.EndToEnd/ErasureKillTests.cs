using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Perto.Testing;

namespace Perto.EndToEnd;

public sealed class ErasureKillTests
{
    private const string Person = "kanarie";
    private const int People = 300;
    private const int Titles = 100;
    private const int Records = 3_000;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_killed_during_an_erasure_goes_on_with_it_when_it_starts_again()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (RunningServer server = await PertoProgram.ServeAsync(folder.Path, ["serve"], Cancellation))
        {
            await FillAsync(server.Http);
            using HttpResponseMessage asked = await server.Http.PostAsJsonAsync("v1/privacy/erasures", new { subject = Person }, Cancellation);
            JsonElement receipt = await asked.Content.ReadFromJsonAsync<JsonElement>(Cancellation);
            id = receipt.GetProperty("id").GetString()!;
            await server.KillAsync(Cancellation);
        }
        DateTimeOffset killed = TimeProvider.System.GetUtcNow();

        await using RunningServer again = await PertoProgram.ServeAsync(folder.Path, ["serve"], Cancellation);
        JsonElement done = await UntilAsync(again.Http, $"v1/privacy/erasures/{id}", run => run.GetProperty("state").GetString() == "done");

        Assert.True(done.GetProperty("finished_at").GetDateTimeOffset() > killed, "the erasure was done before the kill");
        Dictionary<string, long> items = done.GetProperty("sources").EnumerateArray().ToDictionary(
            source => source.GetProperty("source").GetString()!, source => source.GetProperty("items").GetInt64());
        Assert.Equal((Titles, 1), (items["streaming_rating"], items["vectors/records"]));
        ByteSearch traces = new ByteSearch().Text(Person).Text("sittich");
        Assert.Empty(traces.InFolder(folder.Path));
        JsonElement people = await again.Http.GetFromJsonAsync<JsonElement>("v1/vectors/collections/people", Cancellation);
        Assert.Equal(Records, people.GetProperty("statistics").GetProperty("records").GetInt32());
        await again.StopAsync(Cancellation);
        Assert.Empty(traces.InFolder(folder.Path));
    }

    private static async Task FillAsync(HttpClient http)
    {
        var movies = new StringBuilder("movieId,title,genres\n");
        for (int title = 0; title < Titles; title++)
            movies.Append($"{title},Title {title} (2000),Drama\n");
        var ratings = new StringBuilder("userId,movieId,rating,timestamp\n");
        for (int person = 0; person < People; person++)
        {
            for (int title = 0; title < Titles; title++)
                ratings.Append(CultureInfo.InvariantCulture, $"{(person == 7 ? Person : $"p{person}")},{title},4,{1_000_000_000 + title}\n");
        }
        using var content = new MultipartFormDataContent
        {
            { new StringContent(movies.ToString()), "files", "movies.csv" },
            { new StringContent(ratings.ToString()), "files", "ratings.csv" },
        };
        using HttpResponseMessage answer = await http.PostAsync("v1/streaming/imports", content, Cancellation);
        string import = (await answer.Content.ReadFromJsonAsync<JsonElement>(Cancellation)).GetProperty("id").GetString()!;
        await UntilAsync(http, $"v1/streaming/imports/{import}", run => run.GetProperty("state").GetString() == "done");

        await OkAsync(http.PutAsJsonAsync(
            "v1/vectors/collections/people",
            new { vectors = new[] { new { name = "face", dimension = 64 } }, payload = new[] { new { name = "word", kind = "keyword" } } },
            Cancellation));
        var random = new Random(5);
        foreach (int[] some in Enumerable.Range(0, Records + 1).Chunk(1_000))
        {
            await OkAsync(http.PostAsJsonAsync(
                "v1/vectors/collections/people/records",
                new
                {
                    records = some.Select(record => new
                    {
                        id = record == 1_234 ? Person : $"p{record}",
                        vectors = new { face = Enumerable.Range(0, 64).Select(_ => random.NextSingle() - 0.5f).ToArray() },
                        payload = new { word = record == 1_234 ? "sittich" : $"word{record % 100}" },
                    }),
                },
                Cancellation));
        }
        await OkAsync(http.PutAsJsonAsync("v1/privacy/collections/people", new { }, Cancellation));
    }

    private static async Task OkAsync(Task<HttpResponseMessage> sending)
    {
        using HttpResponseMessage answer = await sending;
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancellation));
    }

    private static async Task<JsonElement> UntilAsync(HttpClient http, string path, Func<JsonElement, bool> wanted)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (true)
        {
            JsonElement run = await http.GetFromJsonAsync<JsonElement>(path, Cancellation);
            Assert.False(run.TryGetProperty("failure", out JsonElement failure) && failure.ValueKind == JsonValueKind.String, failure.ToString());
            if (wanted(run))
                return run;
            await pause.WaitForNextTickAsync(Cancellation);
        }
    }
}
