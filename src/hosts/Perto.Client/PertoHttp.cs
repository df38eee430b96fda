using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Perto.Platform;

namespace Perto.Client;

/// <summary>Sends requests and turns problems into exceptions.</summary>
internal sealed class PertoHttp(HttpClient client)
{
    public Task<T> GetAsync<T>(string path, CancellationToken cancellationToken) =>
        SendAsync<T>(new HttpRequestMessage(HttpMethod.Get, path), cancellationToken);

    public Task<T> PostAsync<T>(string path, object body, CancellationToken cancellationToken) =>
        PostAsync<T>(path, JsonContent.Create(body, body.GetType(), options: PertoJson.Options), cancellationToken);

    public Task<T> PostAsync<T>(string path, HttpContent? content, CancellationToken cancellationToken) =>
        SendAsync<T>(new HttpRequestMessage(HttpMethod.Post, path) { Content = content }, cancellationToken);

    /// <summary>For a body that is JSON already.</summary>
    public Task<T> PostJsonAsync<T>(string path, ReadOnlyMemory<byte> json, CancellationToken cancellationToken) => PostAsync<T>(
        path, new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } }, cancellationToken);

    public Task<T> PutAsync<T>(string path, object body, CancellationToken cancellationToken) => SendAsync<T>(
        new HttpRequestMessage(HttpMethod.Put, path) { Content = JsonContent.Create(body, body.GetType(), options: PertoJson.Options) }, cancellationToken);

    public Task PatchAsync(string path, object body, CancellationToken cancellationToken) => TellAsync(
        new HttpRequestMessage(HttpMethod.Patch, path) { Content = JsonContent.Create(body, body.GetType(), options: PertoJson.Options) }, cancellationToken);

    public Task DeleteAsync(string path, CancellationToken cancellationToken) =>
        TellAsync(new HttpRequestMessage(HttpMethod.Delete, path), cancellationToken);

    /// <summary>For an answer that may be larger than memory.</summary>
    public Task DownloadAsync(string path, object body, Stream target, CancellationToken cancellationToken) => DownloadAsync(
        new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body, body.GetType(), options: PertoJson.Options) }, target, cancellationToken);

    /// <summary>As above, for what is only read.</summary>
    public Task DownloadAsync(string path, Stream target, CancellationToken cancellationToken) =>
        DownloadAsync(new HttpRequestMessage(HttpMethod.Get, path), target, cancellationToken);

    private async Task DownloadAsync(HttpRequestMessage sent, Stream target, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = sent;
        using HttpResponseMessage response = await ReachAsync(request, cancellationToken, HttpCompletionOption.ResponseHeadersRead);
        if (!response.IsSuccessStatusCode)
            throw await ProblemAsync(response, cancellationToken);
        await response.Content.CopyToAsync(target, cancellationToken);
    }

    /// <summary>For requests that are answered without a body.</summary>
    private async Task TellAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using HttpRequestMessage sent = request;
        using HttpResponseMessage response = await ReachAsync(sent, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw await ProblemAsync(response, cancellationToken);
    }

    private async Task<T> SendAsync<T>(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using HttpRequestMessage sent = request;
        using HttpResponseMessage response = await ReachAsync(sent, cancellationToken);
        if (!response.IsSuccessStatusCode)
            throw await ProblemAsync(response, cancellationToken);
        return await response.Content.ReadFromJsonAsync<T>(PertoJson.Options, cancellationToken)
            ?? throw new RemoteException("empty_answer", (int)response.StatusCode, "The server answered with nothing", null);
    }

    private async Task<HttpResponseMessage> ReachAsync(
        HttpRequestMessage request, CancellationToken cancellationToken, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead)
    {
        try
        {
            return await client.SendAsync(request, completion, cancellationToken);
        }
        catch (HttpRequestException failure) when (failure.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError)
        {
            throw new ServerUnreachableException(client.BaseAddress!, failure);
        }
    }

    private static async Task<RemoteException> ProblemAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        string text = await response.Content.ReadAsStringAsync(cancellationToken);
        try
        {
            Problem? problem = JsonSerializer.Deserialize<Problem>(text, PertoJson.Options);
            if (problem?.Title is { } title)
            {
                return new RemoteException(problem.Code ?? "failed", status, title, problem.TraceId)
                {
                    Field = problem.Field,
                    Given = problem.Given?.ToString(),
                    Allowed = problem.Allowed,
                };
            }
        }
        catch (JsonException)
        {
            // Something between us and the server answered in its own words; they are quoted below.
        }

        string start = text.Length > 200 ? text[..200] : text;
        return new RemoteException("failed", status, $"The server answered {status}: {start}", null);
    }

    private sealed record Problem(string? Title, string? Code, string? TraceId, string? Field, JsonElement? Given, string? Allowed);
}
