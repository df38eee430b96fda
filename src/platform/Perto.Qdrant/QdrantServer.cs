using System.Text.Json;
using Perto.Platform;
using Perto.Vectors.Storage;

namespace Perto.Qdrant;

/// <summary>Calls of the server's REST interface. Each may be made again: all that it writes is the same the second time.</summary>
internal sealed class QdrantServer(JsonOverHttp http, Uri address, bool isReplicated)
{
    private const int NotFound = 404;

    /// <summary>The server, for messages.</summary>
    public string Name { get; } = $"Qdrant {address.Scheme}://{address.Authority}{address.AbsolutePath.TrimEnd('/')}";

    /// <summary>After this a call has ended, whatever came of it.</summary>
    public TimeSpan LongestCall { get; } = Longest(http.Dependency.Definition.Settings);

    /// <summary>The path of a collection.</summary>
    public static string Collection(string name) => $"collections/{Uri.EscapeDataString(name)}";

    /// <summary>Reads.</summary>
    /// <param name="method">Its method.</param>
    /// <param name="path">Relative to the server.</param>
    /// <param name="body">Writes the request.</param>
    /// <param name="read">Takes what it needs from the member <c>result</c> of the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns><see langword="null"/> where the server answers that there is no such thing.</returns>
    /// <exception cref="StorageException">The server does not answer, refuses, or answers with what cannot be read.</exception>
    public Task<Found<T>?> ReadAsync<T>(
        HttpMethod method, string path, Action<Utf8JsonWriter>? body, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        // Of several copies some may lag behind what was written: most of them do not.
        SendAsync(new JsonCall(method, isReplicated ? $"{path}?consistency=majority" : path) { Body = body, Expected = [NotFound] }, read, cancellationToken);

    /// <summary>Writes, and waits until it has taken effect.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    public Task<Found<T>?> WriteAsync<T>(
        HttpMethod method, string path, Action<Utf8JsonWriter>? body, Func<JsonElement, T> read, CancellationToken cancellationToken) =>
        SendAsync(new JsonCall(method, $"{path}?wait=true") { Body = body, Expected = [NotFound] }, read, cancellationToken);

    /// <summary>Asks for something that needs neither copies nor waiting.</summary>
    /// <param name="call">The request.</param>
    /// <param name="read">Takes what it needs from the answer.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="StorageException">The server does not answer, refuses, or answers with what cannot be read.</exception>
    public async Task<T> AskAsync<T>(JsonCall call, Func<JsonAnswer, T> read, CancellationToken cancellationToken)
    {
        try
        {
            return await http.SendAsync(call, read, cancellationToken);
        }
        catch (DependencyException failed)
        {
            throw new StorageException(Name, failed.Reason, failed.Advice.TrimEnd('.'), failed);
        }
    }

    private static TimeSpan Longest(DependencySettings settings) =>
        (settings.Attempts * settings.Timeout) + ((settings.Attempts - 1) * settings.LongestRetryDelay);

    private Task<Found<T>?> SendAsync<T>(JsonCall call, Func<JsonElement, T> read, CancellationToken cancellationToken) => AskAsync(
        call,
        answer => answer.Status == NotFound ? null : new Found<T>(read(answer.Body.GetProperty("result"u8))),
        cancellationToken);

    /// <summary>The words of an answer that refuses: <c>{"status": {"error": "..."}}</c>.</summary>
    public static string? ErrorText(JsonElement answer) =>
        answer.TryGetProperty("status"u8, out JsonElement status) && status.ValueKind == JsonValueKind.Object && status.TryGetProperty("error"u8, out JsonElement error)
            ? error.GetString()
            : null;
}
