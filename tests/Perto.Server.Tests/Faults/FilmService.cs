using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace Perto.Server.Tests;

/// <summary>A film service with two tastes and a trained model, small enough to be made for each test.</summary>
internal static class FilmService
{
    private const int People = 200;
    private const int TitleCount = 40;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static async Task FillAsync(HttpClient client)
    {
        using var files = new MultipartFormDataContent
        {
            { new StringContent(Titles()), "files", "movies.csv" },
            { new StringContent(Ratings()), "files", "ratings.csv" },
        };
        await DoneAsync(client, "/v1/streaming/imports", files);
        await DoneAsync(client, "/v1/streaming/trainings", content: null);
    }

    private static string Titles() =>
        string.Concat(["movieId,title,genres\n", .. Enumerable.Range(0, TitleCount).Select(title => $"{title},Title {title} (2000),{(title % 2 == 0 ? "Drama" : "Crime")}\n")]);

    // Two tastes, and each person has seen half of what is of theirs.
    private static string Ratings() => string.Concat(
    [
        "userId,movieId,rating,timestamp\n",
        .. from person in Enumerable.Range(0, People)
           from title in Enumerable.Range(0, TitleCount)
           where (title % 2) == (person % 2) && ((title / 2) + (person / 2)) % 2 == 0
           select $"u{person},{title},4.5,{1_000_000_000 + title}\n",
    ]);

    private static async Task DoneAsync(HttpClient client, string path, HttpContent? content)
    {
        using HttpResponseMessage begun = await client.PostAsync(path, content, Token);
        Assert.True(begun.IsSuccessStatusCode, await begun.Content.ReadAsStringAsync(Token));
        string id = (string)(await begun.Content.ReadFromJsonAsync<JsonNode>(Token))!["id"]!;
        await UntilAsync(async () =>
        {
            JsonNode run = await JsonAsync(client, $"{path}/{id}");
            Assert.True((string?)run["state"] != "failed", run.ToString());
            return (string?)run["state"] == "done";
        });
    }

    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await holds())
            await pause.WaitForNextTickAsync(Token);
    }

    public static async Task<JsonNode> JsonAsync(HttpClient client, string path) => (await client.GetFromJsonAsync<JsonNode>(path, Token))!;
}
