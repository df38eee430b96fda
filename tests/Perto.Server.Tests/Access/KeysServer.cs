using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;

namespace Perto.Server.Tests;

/// <summary>What tests of a server that requires keys have in common.</summary>
internal static class KeysServer
{
    public static readonly KeyValuePair<string, string?> RequireKeys = new("Perto:Access:RequireKeys", "true");

    public static Task<RunningServer> StartAsync(params KeyValuePair<string, string?>[] settings) => RunningServer.StartAsync(settings: [RequireKeys, .. settings]);

    /// <summary>A key made in process, as the command line makes one.</summary>
    public static Task<IssuedKey> IssueAsync(this PertoHost host, string tenant, params string[] scopes) =>
        host.Services.GetRequiredService<KeyStore>().CreateAsync(
            Caller.Local, new KeyDraft { Name = "test", Tenant = tenant, Scopes = scopes }, TestContext.Current.CancellationToken);

    public static async Task<HttpResponseMessage> AskAsync(
        this RunningServer server, string? key, string path, HttpMethod? method = null, object? body = null, string? idempotencyKey = null)
    {
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, path);
        if (key is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        if (body is not null)
            request.Content = JsonContent.Create(body, options: PertoJson.Options);
        if (idempotencyKey is not null)
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        return await server.Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public static async Task<JsonNode> ReadAsync(this RunningServer server, string? key, string path)
    {
        HttpResponseMessage answer = await server.AskAsync(key, path);
        string text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
