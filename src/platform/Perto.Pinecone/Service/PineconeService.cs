using System.Globalization;
using System.Text.Json;
using Perto.Platform;
using Perto.Vectors.Storage;

namespace Perto.Pinecone;

/// <summary>Every request to Pinecone, of the service that knows the indexes and of the indexes themselves.</summary>
internal sealed class PineconeService(JsonOverHttp http, PineconeSettings settings) : IDisposable
{
    private const int MostBytes = 64 * 1024 * 1024;

    public PineconeSettings Settings => settings;

    /// <summary>What it is called in messages.</summary>
    public string Name { get; } = $"Pinecone {settings.Index}";

    /// <summary>How the service is spoken to.</summary>
    public static JsonService Describe(PineconeSettings settings) => new(new Uri($"{settings.ControlUrl.AbsoluteUri.TrimEnd('/')}/"))
    {
        Headers = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["Api-Key"] = settings.ApiKey!,
            ["X-Pinecone-Api-Version"] = settings.ApiVersion,
        },
        Secret = settings.ApiKey,
        KeySetting = "Perto:Pinecone:ApiKey",
        MostBytes = MostBytes,
        ErrorText = ErrorText,
    };

    /// <summary>Makes a call.</summary>
    /// <exception cref="StorageException">The service does not answer, refuses, or answers with what cannot be read.</exception>
    public async Task<T> SendAsync<T>(JsonCall call, Func<JsonAnswer, T> read, CancellationToken cancellationToken)
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

    public void Dispose() => http.Dispose();

    /// <summary>A number in a header.</summary>
    public static long? Number(JsonAnswer answer, string header) =>
        long.TryParse(answer.Header(header), NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;

    // {"error": {"code": ..., "message": ...}, "status": ...} of the one, {"code": ..., "message": ...} of the other.
    private static string? ErrorText(JsonElement answer)
    {
        JsonElement error = answer.TryGetProperty("error", out JsonElement inner) && inner.ValueKind is JsonValueKind.Object ? inner : answer;
        return error.TryGetProperty("message", out JsonElement message) ? message.GetString() : null;
    }
}
