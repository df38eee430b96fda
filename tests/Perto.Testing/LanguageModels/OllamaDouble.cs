using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;

namespace Perto.Testing;

/// <summary>Stands for Ollama: <c>/api/tags</c>, <c>/api/embed</c> and <c>/api/chat</c>, whole or line by line.</summary>
/// <remarks>Forms from https://github.com/ollama/ollama/blob/main/docs/api.md.</remarks>
public sealed partial class OllamaDouble : ModelDouble
{
    private const int Dimensions = 768;
    private const string CreatedAt = "2023-08-04T08:52:19.385406455-07:00";

    private OllamaDouble()
        : base(apiKey: null)
    {
    }

    /// <summary>The models that were pulled.</summary>
    public IReadOnlyList<string> Models { get; set; } = ["llama3.2", "nomic-embed-text"];

    /// <summary>After how many lines of a streamed answer the connection breaks; null: it does not.</summary>
    public int? CutAfter { get; set; }

    /// <summary>Waited for before the connection is cut: what was sent before may be lost with it until whoever asked has it.</summary>
    public Func<Task> BeforeCut { get; set; } = static () => Task.CompletedTask;

    /// <summary>After how many lines a streamed answer ends, as if it were whole; null: it is.</summary>
    public int? EndAfter { get; set; }

    /// <summary>An error that comes as the second line of a streamed answer; null: none.</summary>
    public string? ErrorLine { get; set; }

    /// <summary>Starts one.</summary>
    public static async Task<OllamaDouble> StartAsync()
    {
        OllamaDouble started = new();
        await started.ListenAsync();
        return started;
    }

    private protected override ModelRefusal WrongKey(string given) => new(401, "unauthorized");

    private protected override object Refused(ModelRefusal refusal) => new { error = refusal.Message };

    private protected override Task AnswerAsync(HttpContext context, JsonElement body) => context.Request.Path.Value switch
    {
        "/api/tags" => WriteAsync(context, new { models = Models.Select(name => new { name, model = name, size = 2_019_393_189L }) }),
        "/api/embed" => EmbedAsync(context, body),
        "/api/chat" => ChatAsync(context, body),
        _ => throw new ModelRefusal(404, "404 page not found"),
    };

    private string Model(JsonElement body)
    {
        string model = body.GetProperty("model").GetString()!;
        return Models.Contains(model) ? model : throw new ModelRefusal(404, $"model \"{model}\" not found, try pulling it first");
    }

    // api.Duration: a number is seconds, a text is what time.ParseDuration takes.
    private static void CheckKeepAlive(JsonElement body)
    {
        if (body.TryGetProperty("keep_alive", out JsonElement keep) && keep.ValueKind == JsonValueKind.String && !Duration().IsMatch(keep.GetString()!))
            throw new ModelRefusal(400, $"time: missing unit in duration \"{keep.GetString()}\"");
    }

    [GeneratedRegex("^[-+]?(0|([0-9]+(\\.[0-9]*)?(ns|us|ms|s|m|h))+)$")]
    private static partial Regex Duration();

    private Task EmbedAsync(HttpContext context, JsonElement body)
    {
        CheckKeepAlive(body);
        string model = Model(body);
        string[] texts = Texts(body, "input");
        int dimensions = Number(body, "dimensions") ?? Dimensions;
        return WriteAsync(context, new
        {
            model,
            embeddings = texts.Select(text => MadeVectors.Of(text, dimensions)),
            total_duration = 14_143_917,
            load_duration = 1_019_500,
            prompt_eval_count = texts.Sum(MadeVectors.Words),
        });
    }

    private async Task ChatAsync(HttpContext context, JsonElement body)
    {
        CheckKeepAlive(body);
        string model = Model(body);
        ScriptedChat chat = ScriptedChat.Of(body);
        object last = new
        {
            model,
            created_at = CreatedAt,
            message = new { role = "assistant", content = "" },
            done = true,
            done_reason = chat.CutShort ? "length" : "stop",
            total_duration = 4_883_583_458,
            prompt_eval_count = chat.InputTokens,
            eval_count = chat.OutputTokens,
        };
        object[] calls = chat.Tool is null ? [] : [new { function = new { name = chat.Tool, arguments = chat.Arguments } }];
        if (!body.TryGetProperty("stream", out JsonElement stream) || stream.GetBoolean())
        {
            await StreamAsync(context, [.. chat.Words.Select(word => Line(model, word, [])), .. calls.Select(call => Line(model, "", [call])), last]);
            return;
        }
        await WriteAsync(context, new
        {
            model,
            created_at = CreatedAt,
            message = calls.Length == 0 ? (object)new { role = "assistant", content = chat.Text } : new { role = "assistant", content = "", tool_calls = calls },
            done = true,
            done_reason = chat.CutShort ? "length" : "stop",
            total_duration = 4_883_583_458,
            prompt_eval_count = chat.InputTokens,
            eval_count = chat.OutputTokens,
        });
    }

    private static object Line(string model, string content, object[] calls) => calls.Length == 0
        ? new { model, created_at = CreatedAt, message = new { role = "assistant", content }, done = false }
        : new { model, created_at = CreatedAt, message = new { role = "assistant", content, tool_calls = calls }, done = false };

    private async Task StreamAsync(HttpContext context, object[] lines)
    {
        context.Response.ContentType = "application/x-ndjson";
        foreach ((int at, object line) in lines.Index())
        {
            if (at == EndAfter)
                return;
            if (at == CutAfter)
            {
                await BeforeCut();
                context.Abort();
                return;
            }
            await context.Response.WriteAsync(at == 1 && ErrorLine is { } error ? JsonSerializer.Serialize(new { error }) + "\n" : JsonSerializer.Serialize(line) + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }
}
