using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perto.Testing;

/// <summary>Stands for Jina AI: <c>/v1/embeddings</c> and <c>/v1/rerank</c>.</summary>
/// <remarks>Forms from https://api.jina.ai/docs and https://github.com/jina-ai/meta-prompt (v7).</remarks>
public sealed class JinaDouble : ModelDouble
{
    private const int MostTokens = 8_192;

    private JinaDouble(string apiKey)
        : base(apiKey)
    {
    }

    /// <summary>Most texts, or documents, that it takes.</summary>
    public int MostTexts { get; init; } = 512;

    /// <summary>Starts one.</summary>
    public static async Task<JinaDouble> StartAsync(string apiKey = "jina_double", int mostTexts = 512)
    {
        JinaDouble started = new(apiKey) { MostTexts = mostTexts };
        await started.ListenAsync();
        return started;
    }

    private protected override ModelRefusal WrongKey(string given) => new(401, $"Invalid API key: {given}");

    private protected override object Refused(ModelRefusal refusal) => new { detail = refusal.Message };

    private protected override Task AnswerAsync(HttpContext context, JsonElement body) => context.Request.Path.Value switch
    {
        "/v1/embeddings" => EmbedAsync(context, body),
        "/v1/rerank" => RerankAsync(context, body),
        _ => throw new ModelRefusal(404, "Not Found"),
    };

    private Task EmbedAsync(HttpContext context, JsonElement body)
    {
        string[] texts = Texts(body, "input");
        if (texts.Length > MostTexts)
            throw new ModelRefusal(422, $"input should have at most {MostTexts} items");
        bool cut = body.TryGetProperty("truncate", out JsonElement truncate) && truncate.GetBoolean();
        if (!cut && texts.Any(text => MadeVectors.Words(text) > MostTokens))
            throw new ModelRefusal(400, $"Single text cannot exceed {MostTokens} tokens. Set truncate=True to automatically truncate.");
        string task = body.TryGetProperty("task", out JsonElement given) ? given.GetString()! : "";
        if (task is not ("" or "retrieval.query" or "retrieval.passage" or "text-matching" or "classification" or "separation"))
            throw new ModelRefusal(422, $"task {task} is not known");
        int dimensions = Number(body, "dimensions") ?? 1024;
        int tokens = texts.Sum(MadeVectors.Words);
        return WriteAsync(context, new
        {
            model = body.GetProperty("model").GetString(),
            @object = "list",
            usage = new { total_tokens = tokens, prompt_tokens = tokens },
            data = texts.Select((text, index) => new { @object = "embedding", index, embedding = MadeVectors.Of($"{task} {text}", dimensions) }),
        });
    }

    private Task RerankAsync(HttpContext context, JsonElement body)
    {
        string query = body.GetProperty("query").GetString()!;
        string[] documents = Texts(body, "documents");
        if (documents.Length > MostTexts)
            throw new ModelRefusal(422, $"documents should have at most {MostTexts} items");
        bool shown = !body.TryGetProperty("return_documents", out JsonElement given) || given.GetBoolean();
        int most = Math.Min(Number(body, "top_n") ?? documents.Length, documents.Length);
        return WriteAsync(context, new
        {
            model = body.GetProperty("model").GetString(),
            @object = "list",
            usage = new { total_tokens = documents.Sum(MadeVectors.Words) },
            results = documents.Select((text, index) => new { index, relevance_score = MadeVectors.Relevance(query, text), document = shown ? new { text } : null })
                .OrderByDescending(result => result.relevance_score).Take(most),
        });
    }
}
