using System.Net.Http.Json;
using System.Text.Json;

namespace Perto.EndToEnd;

/// <summary>Imports of small catalogues into a server.</summary>
internal static class Imports
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Uploads files; returns the run that was acknowledged.</summary>
    public static async Task<string> StartAsync(HttpClient http, ClusterServer server, string movies, string ratings)
    {
        using var content = new MultipartFormDataContent
        {
            { new StringContent(movies), "files", "movies.csv" },
            { new StringContent(ratings), "files", "ratings.csv" },
        };
        using HttpResponseMessage answer = await http.PostAsync(new Uri(server.Address, "v1/streaming/imports"), content, Token);
        string text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("id").GetString()!;
    }

    public static async Task UntilDoneAsync(HttpClient http, ClusterServer server, string import)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            JsonElement run = await http.GetFromJsonAsync<JsonElement>(new Uri(server.Address, $"v1/streaming/imports/{import}"), Token);
            Assert.True(run.GetProperty("state").GetString() != "failed", run.ToString());
            if (run.GetProperty("state").GetString() == "done")
                return;
            await pause.WaitForNextTickAsync(Token);
        }
    }
}
