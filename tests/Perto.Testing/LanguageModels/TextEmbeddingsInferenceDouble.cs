using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perto.Testing;

/// <summary>Stands for a server of Text Embeddings Inference: <c>/info</c>, <c>/embed</c> and <c>/rerank</c>.</summary>
/// <remarks>Forms from https://huggingface.github.io/text-embeddings-inference (docs/openapi.json of huggingface/text-embeddings-inference); the headers from its router.</remarks>
public sealed class TextEmbeddingsInferenceDouble : ModelDouble
{
    private const int Dimensions = 384;

    private TextEmbeddingsInferenceDouble(string? apiKey)
        : base(apiKey)
    {
    }

    /// <summary>The model that it serves.</summary>
    public string Model { get; set; } = "thenlper/gte-base";

    /// <summary><c>--max-client-batch-size</c>.</summary>
    public int MostTexts { get; set; } = 32;

    /// <summary>Starts one.</summary>
    public static async Task<TextEmbeddingsInferenceDouble> StartAsync(string? apiKey = null)
    {
        TextEmbeddingsInferenceDouble started = new(apiKey);
        await started.ListenAsync();
        return started;
    }

    private protected override ModelRefusal WrongKey(string given) => new(401, $"Unauthorized: {given}", "unhealthy");

    private protected override object Refused(ModelRefusal refusal) => new { error = refusal.Message, error_type = refusal.Code ?? "validation" };

    private protected override Task AnswerAsync(HttpContext context, JsonElement body) => context.Request.Path.Value switch
    {
        "/info" => InfoAsync(context),
        "/embed" => EmbedAsync(context, body),
        "/rerank" => RerankAsync(context, body),
        _ => throw new ModelRefusal(404, "Not Found"),
    };

    private Task InfoAsync(HttpContext context) => WriteAsync(context, new
    {
        model_id = Model,
        model_sha = "fca14538aa9956a46526bd1d0d11d69e19b5a101",
        model_dtype = "float16",
        model_type = new { embedding = new { pooling = "cls" } },
        max_concurrent_requests = 128,
        max_input_length = 512,
        max_batch_tokens = 2048,
        max_batch_requests = (int?)null,
        max_client_batch_size = MostTexts,
        auto_truncate = false,
        tokenization_workers = 4,
        version = "1.9.4",
        sha = (string?)null,
        docker_label = (string?)null,
    });

    private Task EmbedAsync(HttpContext context, JsonElement body)
    {
        string[] texts = Batch(body, "inputs");
        context.Response.Headers["x-compute-tokens"] = texts.Sum(MadeVectors.Words).ToString(CultureInfo.InvariantCulture);
        return WriteAsync(context, texts.Select(text => MadeVectors.Of(text, Dimensions)));
    }

    private Task RerankAsync(HttpContext context, JsonElement body)
    {
        string query = body.GetProperty("query").GetString()!;
        string[] texts = Batch(body, "texts");
        context.Response.Headers["x-compute-tokens"] = texts.Sum(MadeVectors.Words).ToString(CultureInfo.InvariantCulture);
        bool raw = body.TryGetProperty("raw_scores", out JsonElement given) && given.GetBoolean();
        return WriteAsync(context, texts.Select((text, index) => new { index, score = Score((MadeVectors.Relevance(query, text) * 20) - 10, raw) })
            .OrderByDescending(result => result.score));
    }

    private string[] Batch(JsonElement body, string name)
    {
        string[] texts = Texts(body, name);
        return texts.Length <= MostTexts ? texts
            : throw new ModelRefusal(413, $"batch size {texts.Length} > maximum allowed batch size {MostTexts}", "validation");
    }

    private static double Score(double logit, bool raw) => raw ? logit : 1 / (1 + Math.Exp(-logit));
}
