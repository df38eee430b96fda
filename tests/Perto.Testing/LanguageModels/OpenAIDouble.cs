using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perto.Testing;

/// <summary>Stands for OpenAI: <c>/v1/embeddings</c> and <c>/v1/chat/completions</c>, whole or as events.</summary>
/// <remarks>
/// Forms and limits from https://platform.openai.com/docs/api-reference/embeddings/create, https://platform.openai.com/docs/api-reference/chat/create and
/// https://platform.openai.com/docs/api-reference/chat-streaming.
/// </remarks>
public sealed class OpenAIDouble : ModelDouble
{
    private const long CreatedAt = 1_741_569_952;

    private OpenAIDouble(string? apiKey)
        : base(apiKey)
    {
    }

    /// <summary>Where its API is.</summary>
    public Uri Api => new(Address, "v1");

    /// <summary>Answers with numbers where base64 is asked for, as some servers do that speak this API.</summary>
    public bool NumbersOnly { get; set; }

    /// <summary>After how many events of a streamed answer the connection breaks; null: it does not.</summary>
    public int? CutAfter { get; set; }

    /// <summary>Waited for before the connection is cut: what was sent before may be lost with it until whoever asked has it.</summary>
    public Func<Task> BeforeCut { get; set; } = static () => Task.CompletedTask;

    /// <summary>After how many events a streamed answer ends, as if it were whole; null: it is.</summary>
    public int? EndAfter { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<OpenAIDouble> StartAsync(string? apiKey = "sk-double")
    {
        OpenAIDouble started = new(apiKey);
        await started.ListenAsync();
        return started;
    }

    private protected override ModelRefusal WrongKey(string given) =>
        new(401, $"Incorrect API key provided: {given}. You can find your API key at https://platform.openai.com/account/api-keys.", "invalid_api_key");

    private protected override object Refused(ModelRefusal refusal) =>
        new { error = new { message = refusal.Message, type = "invalid_request_error", param = (string?)null, code = refusal.Code } };

    private protected override Task AnswerAsync(HttpContext context, JsonElement body) => context.Request.Path.Value switch
    {
        "/v1/embeddings" => EmbedAsync(context, body),
        "/v1/chat/completions" => ChatAsync(context, body),
        var path => throw new ModelRefusal(404, $"Invalid URL (POST {path})"),
    };

    private Task EmbedAsync(HttpContext context, JsonElement body)
    {
        string[] texts = Texts(body, "input");
        if (texts.Length > 2_048)
            throw new ModelRefusal(400, $"Invalid 'input': array too long. Expected an array with maximum length 2048, but got an array with length {texts.Length} instead.", "array_above_max_length");
        if (texts.Contains(""))
            throw new ModelRefusal(400, "'$.input' is invalid.");
        // A made tokenizer that has nothing but bytes beyond ASCII, which is the worst that there is.
        if (texts.Sum(text => !Ascii.IsValid(text) ? Encoding.UTF8.GetByteCount(text) : MadeVectors.Words(text)) > 300_000)
            throw new ModelRefusal(400, "Invalid 'input': maximum request size is 300000 tokens per request.", "max_tokens_per_request");
        int dimensions = Number(body, "dimensions") ?? 1536;
        bool base64 = !NumbersOnly && body.TryGetProperty("encoding_format", out JsonElement format) && format.GetString() == "base64";
        int tokens = texts.Sum(MadeVectors.Words);
        return WriteAsync(context, new
        {
            @object = "list",
            data = texts.Select((text, index) => new { @object = "embedding", index, embedding = Written(MadeVectors.Of(text, dimensions), base64) }),
            model = body.GetProperty("model").GetString(),
            usage = new { prompt_tokens = tokens, total_tokens = tokens },
        });
    }

    private static object Written(float[] vector, bool base64) => base64 ? Convert.ToBase64String(MemoryMarshal.AsBytes(vector.AsSpan())) : vector;

    private Task ChatAsync(HttpContext context, JsonElement body)
    {
        string model = body.GetProperty("model").GetString()!;
        ScriptedChat chat = ScriptedChat.Of(body);
        if (body.TryGetProperty("stream", out JsonElement stream) && stream.GetBoolean())
        {
            bool counted = body.TryGetProperty("stream_options", out JsonElement options) && options.TryGetProperty("include_usage", out JsonElement usage) && usage.GetBoolean();
            return StreamAsync(context, model, chat, counted);
        }
        return WriteAsync(context, new
        {
            id = "chatcmpl-B9MBs8CjcvOU2jLn4n570S5qMJKcT",
            @object = "chat.completion",
            created = CreatedAt,
            model,
            choices = new[]
            {
                new
                {
                    index = 0,
                    message = new { role = "assistant", content = chat.Tool is null ? chat.Text : null, tool_calls = chat.Tool is null ? null : new[] { Call(chat, JsonSerializer.Serialize(chat.Arguments)) }, refusal = (string?)null },
                    logprobs = (object?)null,
                    finish_reason = Reason(chat),
                },
            },
            usage = Usage(chat),
        });
    }

    private static object Call(ScriptedChat chat, string arguments) => new { index = 0, id = "call_abc123", type = "function", function = new { name = chat.Tool, arguments } };

    private static object Usage(ScriptedChat chat) => new
    {
        prompt_tokens = chat.InputTokens,
        completion_tokens = chat.OutputTokens,
        total_tokens = chat.InputTokens + chat.OutputTokens,
        prompt_tokens_details = new { cached_tokens = 0, audio_tokens = 0 },
        completion_tokens_details = new { reasoning_tokens = 0, audio_tokens = 0, accepted_prediction_tokens = 0, rejected_prediction_tokens = 0 },
    };

    private static string Reason(ScriptedChat chat) => chat.Tool is not null ? "tool_calls" : chat.CutShort ? "length" : "stop";

    private async Task StreamAsync(HttpContext context, string model, ScriptedChat chat, bool counted)
    {
        // Arguments come in pieces, and only the first piece says which call it is.
        string arguments = JsonSerializer.Serialize(chat.Arguments);
        object[] deltas = chat.Tool is null
            ? [new { role = "assistant", content = "" }, .. chat.Words.Select(word => new { content = word })]
            :
            [
                new { role = "assistant", content = (string?)null, tool_calls = new[] { Call(chat, "") } },
                .. arguments.Chunk(6).Select(piece => new { tool_calls = new[] { new { index = 0, function = new { arguments = new string(piece) } } } }),
            ];
        List<string> events = [.. deltas.Select(delta => Chunk(model, [new { index = 0, delta, logprobs = (object?)null, finish_reason = (string?)null }], null))];
        events.Add(Chunk(model, [new { index = 0, delta = new { }, logprobs = (object?)null, finish_reason = Reason(chat) }], null));
        if (counted)
            events.Add(Chunk(model, [], Usage(chat)));
        context.Response.ContentType = "text/event-stream";
        foreach ((int at, string each) in events.Index())
        {
            if (at == EndAfter)
                return;
            if (at == CutAfter)
            {
                await BeforeCut();
                context.Abort();
                return;
            }
            await context.Response.WriteAsync($"data: {each}\n\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        await context.Response.WriteAsync("data: [DONE]\n\n", context.RequestAborted);
    }

    private static string Chunk(string model, object[] choices, object? usage) => JsonSerializer.Serialize(new
    {
        id = "chatcmpl-123",
        @object = "chat.completion.chunk",
        created = CreatedAt,
        model,
        system_fingerprint = "fp_44709d6fcb",
        choices,
        usage,
    });
}
