using System.Text.Json;

namespace Perto.Platform;

/// <summary>Calls of Ollama.</summary>
/// <remarks>https://github.com/ollama/ollama/blob/main/docs/api.md</remarks>
internal sealed class OllamaService(Dependency dependency, OllamaSettings settings, TimeProvider clock) : IDisposable
{
    private readonly JsonOverHttp _http = new(
        dependency,
        new JsonService(settings.Url!) { ErrorText = static error => error.GetProperty("error").GetString() },
        clock);

    public Dependency Dependency => dependency;

    /// <summary>Makes a call that names a model.</summary>
    /// <exception cref="DependencyException">Ollama does not answer, has no such model (the error says which it has), or answers with something else.</exception>
    public async ValueTask<T> SendAsync<T>(string path, string model, Action<Utf8JsonWriter> body, Func<JsonElement, T> read, ModelRequest request, CancellationToken cancellationToken)
        where T : class =>
        await _http.SendAsync(Call(path, body, request), answer => answer.Status == 404 ? null : read(answer.Body), cancellationToken)
        ?? throw await MissingAsync(model, cancellationToken);

    /// <summary>Makes a call that names a model and is answered line by line.</summary>
    /// <inheritdoc cref="SendAsync{T}"/>
    public async IAsyncEnumerable<JsonElement> LinesAsync(
        string path, string model, Action<Utf8JsonWriter> body, ModelRequest request, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (JsonElement line in _http.LinesAsync(Call(path, body, request), cancellationToken))
        {
            // Also after the answer has begun.
            if (line.ValueKind == JsonValueKind.Object && line.TryGetProperty("error", out JsonElement error))
            {
                string text = error.ValueKind == JsonValueKind.String ? error.GetString()! : error.GetRawText();
                throw text.Contains("not found", StringComparison.OrdinalIgnoreCase)
                    ? await MissingAsync(model, cancellationToken)
                    : new DependencyException(dependency.Name, $"answers with an error: {ServiceRefusal.Shown(text, secret: null)}", "Look at the log of Ollama");
            }
            yield return line;
        }
    }

    public void Dispose() => _http.Dispose();

    private static JsonCall Call(string path, Action<Utf8JsonWriter> body, ModelRequest request) =>
        new(HttpMethod.Post, path) { Body = body, Expected = [404], Attempts = request };

    private async Task<DependencyException> MissingAsync(string model, CancellationToken cancellationToken)
    {
        string[] there = await _http.SendAsync(
            new JsonCall(HttpMethod.Get, "api/tags"),
            answer => answer.Body.GetProperty("models").EnumerateArray().Select(one => one.GetProperty("name").GetString() ?? "").Order(StringComparer.Ordinal).ToArray(),
            cancellationToken);
        string known = there.Length == 0 ? "none" : string.Join(", ", there.Take(20)) + (there.Length > 20 ? $" and {there.Length - 20} more" : "");
        return new DependencyException(dependency.Name, $"has no model '{model}'; it has: {ServiceRefusal.Shown(known, secret: null)}", $"Pull it with 'ollama pull {model}', or name one that is there");
    }
}
