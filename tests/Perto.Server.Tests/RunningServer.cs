using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>A whole server on a free port, with a data folder of its own and the module <see cref="Probe"/>.</summary>
internal sealed class RunningServer : IAsyncDisposable
{
    private readonly TemporaryFolder _folder;

    private RunningServer(TemporaryFolder folder, string dataFolder, PertoHost host, Probe probe)
    {
        _folder = folder;
        DataFolder = dataFolder;
        Host = host;
        Probe = probe;
        Client = new HttpClient(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false }) { BaseAddress = new Uri(host.Address) };
    }

    public PertoHost Host { get; }

    public Probe Probe { get; }

    public HttpClient Client { get; }

    public string DataFolder { get; }

    public static async Task<RunningServer> StartAsync(
        Action<PertoBuilder>? compose = null, IEnumerable<KeyValuePair<string, string?>>? settings = null, string? dataFolder = null)
    {
        var folder = new TemporaryFolder();
        dataFolder ??= folder.Find("data");
        var probe = new Probe();
        PertoHost host = PertoServer.Create(Options(dataFolder, settings), perto =>
        {
            perto.AddModule("probe", probe.Describe);
            compose?.Invoke(perto);
        });
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.WaitUntilReadyAsync(TestContext.Current.CancellationToken);
        return new RunningServer(folder, dataFolder, host, probe);
    }

    public static PertoServerOptions Options(string dataFolder, IEnumerable<KeyValuePair<string, string?>>? settings = null)
    {
        var all = new Dictionary<string, string?>
        {
            ["Perto:DataFolder"] = dataFolder,
            ["Perto:Server:Urls"] = "http://127.0.0.1:0",
            ["Logging:LogLevel:Default"] = "None",
            ["Logging:LogLevel:Microsoft"] = "None",
        };
        foreach ((string name, string? value) in settings ?? [])
            all[name] = value;
        return new PertoServerOptions { Settings = all };
    }

    public async Task<JsonNode> GetJsonAsync(string path) => JsonNode.Parse(await Client.GetStringAsync(path))!;

    public Task<HttpResponseMessage> PostAsync(string path, object? body, string? key = null) =>
        SendAsync(HttpMethod.Post, path, JsonContent.Create(body, options: PertoJson.Options), key);

    public Task<HttpResponseMessage> PostTextAsync(string path, string body, string mediaType = "application/json") =>
        SendAsync(HttpMethod.Post, path, new StringContent(body, System.Text.Encoding.UTF8, mediaType), key: null);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? content = null, string? key = null)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        if (key is not null)
            request.Headers.Add("Idempotency-Key", key);
        return await Client.SendAsync(request);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Host.DisposeAsync();
        _folder.Dispose();
    }
}

internal static class AnswerExtensions
{
    /// <summary>The problem that a request got, after checking that it is one.</summary>
    public static async Task<JsonObject> ProblemAsync(this HttpResponseMessage answer, int status, string code)
    {
        string text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == status, $"expected {status}, got {(int)answer.StatusCode}: {text}");
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        JsonObject problem = JsonNode.Parse(text)!.AsObject();
        Assert.Equal(code, (string?)problem["code"]);
        Assert.Equal(status, (int?)problem["status"]);
        Assert.Equal("/problems/" + code.Replace('_', '-'), (string?)problem["type"]);
        Assert.Matches("^[0-9a-f]{32}$", (string?)problem["trace_id"]);
        return problem;
    }

    public static async Task<JsonNode> JsonAsync(this HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync()) ?? throw new JsonException("null");
}
