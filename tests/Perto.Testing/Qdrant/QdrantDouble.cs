using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perto.Testing;

/// <summary>
/// Stands for a Qdrant server: its REST interface over plain exact code. It refuses what the real one refuses, with its statuses and words; the
/// official client is run against it. It can misbehave: <see cref="Faults"/>.
/// </summary>
public sealed class QdrantDouble : IAsyncDisposable
{
    private const string Version = "1.18.0";

    private static readonly SearchValues<char> NotInNames = SearchValues.Create("<>:\"/\\|?*\0\u001f");

    private readonly ConcurrentDictionary<string, QdrantCollection> _collections = new(StringComparer.Ordinal);
    private readonly string? _apiKey;
    private HttpDouble? _http;
    private long _operations;

    private QdrantDouble(string? apiKey) => _apiKey = apiKey;

    /// <summary>Where it listens.</summary>
    public string Url => _http!.Address.GetLeftPart(UriPartial.Authority);

    /// <summary>How it misbehaves.</summary>
    public Faults Faults => _http!.Faults;

    /// <summary>What it got, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _http!.Requests;

    /// <summary>In collections made from now on, approximate searches give no more hits than so many.</summary>
    public int WalksEndAfter { get; set; } = int.MaxValue;

    /// <summary>The names of its collections, in order.</summary>
    public IReadOnlyList<string> Collections => [.. _collections.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Starts one.</summary>
    /// <param name="apiKey">The key that it asks for; none, if it is left out.</param>
    /// <param name="keepRequests">Off for long runs.</param>
    public static async Task<QdrantDouble> StartAsync(string? apiKey = null, bool keepRequests = true)
    {
        QdrantDouble started = new(apiKey);
        started._http = await HttpDouble.StartAsync(started.AnswerAsync, keepRequests);
        return started;
    }

    /// <summary>Forgets <see cref="Requests"/>.</summary>
    public void ForgetRequests() => _http!.ForgetRequests();

    /// <summary>Deletes a collection, as somebody else would.</summary>
    public bool Drop(string collection) => _collections.TryRemove(collection, out _);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _http?.DisposeAsync() ?? default;

    private async Task AnswerAsync(HttpContext context)
    {
        HttpRequest request = context.Request;
        long started = Stopwatch.GetTimestamp();
        string[] path = [.. request.Path.Value!.Split('/', StringSplitOptions.RemoveEmptyEntries)];
        if (path is [] or ["healthz"] or ["livez"] or ["readyz"])
        {
            await AboutAsync(context, path);
            return;
        }
        if (_apiKey is not null && request.Headers["api-key"] != _apiKey && request.Headers.Authorization != $"Bearer {_apiKey}")
        {
            context.Response.StatusCode = 401;
            await context.Response.WriteAsync(
                request.Headers.ContainsKey("api-key") ? "Invalid API key or JWT" : "Must provide an API key or an Authorization bearer token");
            return;
        }
        ArrayBufferWriter<byte> buffer = new();
        int status = 200;
        string? error = null;
        try
        {
            JsonElement body = await BodyAsync(request);
            using Utf8JsonWriter writer = new(buffer);
            Answer(request, path, body, writer);
        }
        catch (QdrantRefusal refusal)
        {
            (status, error) = (refusal.Status, refusal.Message);
        }
        catch (Exception malformed) when (malformed is InvalidOperationException or KeyNotFoundException or FormatException)
        {
            (status, error) = (400, $"Format error in JSON body: {malformed.Message}");
        }
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.Body.WriteAsync(Envelope(buffer.WrittenMemory, error, Stopwatch.GetElapsedTime(started)));
    }

    private static byte[] Envelope(ReadOnlyMemory<byte> result, string? error, TimeSpan time)
    {
        ArrayBufferWriter<byte> buffer = new(result.Length + 256);
        using (Utf8JsonWriter writer = new(buffer))
        {
            writer.WriteStartObject();
            if (error is null)
            {
                writer.WritePropertyName("result");
                writer.WriteRawValue(result.Span, skipInputValidation: true);
                writer.WriteString("status", "ok");
            }
            else
            {
                writer.WriteStartObject("status");
                writer.WriteString("error", error);
                writer.WriteEndObject();
            }
            writer.WriteNumber("time", time.TotalSeconds);
            writer.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static async Task AboutAsync(HttpContext context, string[] path)
    {
        context.Response.ContentType = path is [] ? "application/json" : "text/plain";
        await context.Response.WriteAsync(path is [] ? $$"""{"title":"qdrant - vector search engine","version":"{{Version}}","commit":""}""" : $"{path[0]} check passed");
    }

    private static async Task<JsonElement> BodyAsync(HttpRequest request)
    {
        using MemoryStream bytes = new();
        try
        {
            await request.Body.CopyToAsync(bytes);
        }
        catch (BadHttpRequestException large)
        {
            throw new QdrantRefusal(large.StatusCode, "Payload error in JSON body: JSON payload has exceeded the limit");
        }
        if (bytes.Length == 0)
            return default;
        try
        {
            return JsonElement.Parse(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        }
        catch (JsonException fault)
        {
            throw QdrantRefusal.Format(fault.Message);
        }
    }

    private void Answer(HttpRequest request, string[] path, JsonElement body, Utf8JsonWriter writer)
    {
        switch (request.Method, path)
        {
            case ("GET", ["collections"]):
                writer.WriteStartObject();
                writer.WriteStartArray("collections");
                foreach (string name in Collections)
                {
                    writer.WriteStartObject();
                    writer.WriteString("name", name);
                    writer.WriteEndObject();
                }
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case ("PUT", ["collections", var name]):
                Create(name, body);
                writer.WriteBooleanValue(true);
                break;
            case ("GET", ["collections", var name]):
                Collection(name).Describe(writer);
                break;
            case ("DELETE", ["collections", var name]):
                writer.WriteBooleanValue(_collections.TryRemove(name, out _));
                break;
            case ("GET", ["collections", var name, "exists"]):
                writer.WriteStartObject();
                writer.WriteBoolean("exists", _collections.ContainsKey(name));
                writer.WriteEndObject();
                break;
            case ("PUT", ["collections", var name, "index"]):
                JsonElement type = QdrantCollection.Member(body, "field_schema");
                Collection(name).Index(
                    QdrantCollection.Member(body, "field_name").GetString()!,
                    (type.ValueKind == JsonValueKind.Object ? QdrantCollection.Member(type, "type") : type).GetString()!);
                Done(request, writer);
                break;
            case ("DELETE", ["collections", var name, "index", var field]):
                Collection(name).DropIndex(field);
                Done(request, writer);
                break;
            case (_, ["collections", var name, "points", .. var operation]):
                AnswerPoints(request, Collection(name), string.Join('/', operation), body, writer);
                break;
            default:
                throw new QdrantRefusal(404, "Not found");
        }
    }

    private void AnswerPoints(HttpRequest request, QdrantCollection collection, string operation, JsonElement body, Utf8JsonWriter writer)
    {
        switch (request.Method, operation)
        {
            case ("POST", ""):
                collection.Get(body, writer);
                return;
            case ("POST", "count"):
                writer.WriteStartObject();
                writer.WriteNumber("count", collection.Count(body));
                writer.WriteEndObject();
                return;
            case ("POST", "scroll"):
                collection.Scroll(body, writer);
                return;
            case ("POST", "query"):
                WriteHits(collection, body, writer);
                return;
            case ("POST", "query/batch"):
                writer.WriteStartArray();
                foreach (JsonElement search in QdrantCollection.Member(body, "searches").EnumerateArray())
                    WriteHits(collection, search, writer);
                writer.WriteEndArray();
                return;
            case ("POST", "batch"):
                writer.WriteStartArray();
                foreach (JsonElement one in QdrantCollection.Member(body, "operations").EnumerateArray())
                {
                    JsonProperty change = one.EnumerateObject().Single();
                    Change(collection, change.Name, change.Value);
                    Done(request, writer);
                }
                writer.WriteEndArray();
                return;
        }
        string? name = (request.Method, operation) switch
        {
            ("PUT", "") => "upsert",
            ("POST", "delete") => "delete",
            ("POST", "payload") => "set_payload",
            ("PUT", "payload") => "overwrite_payload",
            ("POST", "payload/delete") => "delete_payload",
            ("POST", "payload/clear") => "clear_payload",
            ("PUT", "vectors") => "update_vectors",
            ("POST", "vectors/delete") => "delete_vectors",
            _ => null,
        };
        Change(collection, name ?? throw new QdrantRefusal(404, "Not found"), body);
        Done(request, writer);
    }

    private static void Change(QdrantCollection collection, string operation, JsonElement body)
    {
        switch (operation)
        {
            case "upsert":
                collection.Upsert(body);
                break;
            case "delete":
                collection.Delete(body);
                break;
            case "set_payload":
                collection.SetPayload(body);
                break;
            case "overwrite_payload":
                collection.SetPayload(body, whole: true);
                break;
            case "delete_payload":
                collection.DeletePayload(body);
                break;
            case "clear_payload":
                collection.ClearPayload(body);
                break;
            case "update_vectors":
                collection.UpdateVectors(body);
                break;
            case "delete_vectors":
                collection.DeleteVectors(body);
                break;
            default:
                throw QdrantRefusal.Format($"unknown variant `{operation}`");
        }
    }

    private static void WriteHits(QdrantCollection collection, JsonElement search, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WritePropertyName("points");
        collection.Query(search, writer);
        writer.WriteEndObject();
    }

    private void Done(HttpRequest request, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteNumber("operation_id", Interlocked.Increment(ref _operations));
        writer.WriteString("status", request.Query["wait"] == "true" ? "completed" : "acknowledged");
        writer.WriteEndObject();
    }

    private void Create(string name, JsonElement body)
    {
        if (name.Length > 255 || name.AsSpan().IndexOfAny(NotInNames) >= 0 || Encoding.UTF8.GetByteCount(name) > 255)
            throw new QdrantRefusal(422, $"Validation error in path parameters: [name: value {name} invalid, collection name cannot contain or be too long]");
        if (!_collections.TryAdd(name, new QdrantCollection(body) { WalkEndsAfter = WalksEndAfter }))
            throw new QdrantRefusal(409, $"Wrong input: Collection `{name}` already exists!");
    }

    private QdrantCollection Collection(string name) => _collections.GetValueOrDefault(name) ?? throw QdrantRefusal.Missing($"Collection `{name}` doesn't exist!");
}
