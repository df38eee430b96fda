using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perto.Testing;

/// <summary>What doubles of services of language models have in common: HTTP, <see cref="Faults"/>, what they got. The derived ones answer as a vendor documents it.</summary>
public abstract class ModelDouble : IAsyncDisposable
{
    private HttpDouble _http = null!;

    private protected ModelDouble(string? apiKey) => ApiKey = apiKey;

    /// <summary>The one key that it takes; null: it asks for none.</summary>
    public string? ApiKey { get; }

    /// <summary>Where it listens, with a slash at the end.</summary>
    public Uri Address => _http.Address;

    /// <summary>How it misbehaves.</summary>
    public Faults Faults => _http.Faults;

    /// <summary>What it got, in order.</summary>
    public IReadOnlyList<ReceivedRequest> Requests => _http.Requests;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await _http.DisposeAsync();
    }

    private protected async Task ListenAsync() => _http = await HttpDouble.StartAsync(HandleAsync);

    /// <summary>Answers a request whose key is right.</summary>
    private protected abstract Task AnswerAsync(HttpContext context, JsonElement body);

    /// <summary>The body of an answer that refuses.</summary>
    private protected abstract object Refused(ModelRefusal refusal);

    /// <summary>The refusal of a key that is wrong or missing.</summary>
    private protected abstract ModelRefusal WrongKey(string given);

    private protected static async Task WriteAsync(HttpContext context, object answer)
    {
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(JsonSerializer.Serialize(answer), context.RequestAborted);
    }

    private protected static string[] Texts(JsonElement body, string name) =>
        body.TryGetProperty(name, out JsonElement given)
            ? given.ValueKind == JsonValueKind.String ? [given.GetString()!] : [.. given.EnumerateArray().Select(text => text.ValueKind == JsonValueKind.Object ? text.GetProperty("text").GetString()! : text.GetString()!)]
            : throw new ModelRefusal(400, $"{name} is missing");

    private protected static int? Number(JsonElement body, string name) => body.TryGetProperty(name, out JsonElement number) ? number.GetInt32() : null;

    private async Task HandleAsync(HttpContext context)
    {
        try
        {
            string given = context.Request.Headers.Authorization.ToString();
            if (ApiKey is not null && given != $"Bearer {ApiKey}")
                throw WrongKey(given);
            using MemoryStream bytes = new();
            await context.Request.Body.CopyToAsync(bytes, context.RequestAborted);
            using JsonDocument? json = bytes.Length == 0 ? null : JsonDocument.Parse(bytes.ToArray());
            await AnswerAsync(context, json?.RootElement ?? default);
        }
        catch (ModelRefusal refusal)
        {
            context.Response.StatusCode = refusal.Status;
            await WriteAsync(context, Refused(refusal));
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException or KeyNotFoundException && !context.Response.HasStarted)
        {
            context.Response.StatusCode = 400;
            await WriteAsync(context, Refused(new ModelRefusal(400, wrong.Message)));
        }
    }
}
