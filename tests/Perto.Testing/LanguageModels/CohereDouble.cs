using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Perto.Testing;

/// <summary>Stands for Cohere: <c>/v2/embed</c> and <c>/v2/rerank</c>, with their limits.</summary>
/// <remarks>
/// Forms and limits from https://docs.cohere.com/reference/embed, https://docs.cohere.com/reference/rerank and https://docs.cohere.com/reference/errors.
/// </remarks>
public sealed class CohereDouble : ModelDouble
{
    private CohereDouble(string apiKey)
        : base(apiKey)
    {
    }

    /// <summary>Starts one.</summary>
    public static async Task<CohereDouble> StartAsync(string apiKey = "co_double")
    {
        CohereDouble started = new(apiKey);
        await started.ListenAsync();
        return started;
    }

    private protected override ModelRefusal WrongKey(string given) => new(401, $"invalid api token: {given}");

    private protected override object Refused(ModelRefusal refusal) => new { id = "da6e531f-54c5-4a73-bf92-f60566d8d753", message = refusal.Message };

    private protected override Task AnswerAsync(HttpContext context, JsonElement body) => context.Request.Path.Value switch
    {
        "/v2/embed" => EmbedAsync(context, body),
        "/v2/rerank" => RerankAsync(context, body),
        _ => throw new ModelRefusal(404, "page not found"),
    };

    private static Task EmbedAsync(HttpContext context, JsonElement body)
    {
        string[] texts = Texts(body, "texts");
        if (texts.Length > 96)
            throw new ModelRefusal(400, $"invalid request: total number of texts must be at most 96 - received {texts.Length}");
        string type = body.GetProperty("input_type").GetString()!;
        if (type is not ("search_document" or "search_query" or "classification" or "clustering"))
            throw new ModelRefusal(400, $"invalid request: input_type {type} is not known");
        int dimensions = Number(body, "output_dimension") ?? 1536;
        if (dimensions is not (256 or 512 or 1024 or 1536))
            throw new ModelRefusal(422, "output_dimension must be one of 256, 512, 1024, 1536");
        // What is asked and what answers it are not read alike.
        return WriteAsync(context, new
        {
            id = "da6e531f-54c5-4a73-bf92-f60566d8d753",
            embeddings = new { @float = texts.Select(text => MadeVectors.Of($"{type} {text}", dimensions)) },
            texts,
            meta = new { api_version = new { version = "2" }, billed_units = new { input_tokens = texts.Sum(MadeVectors.Words) } },
            response_type = "embeddings_by_type",
        });
    }

    private static Task RerankAsync(HttpContext context, JsonElement body)
    {
        string query = body.GetProperty("query").GetString()!;
        string[] documents = Texts(body, "documents");
        int most = Math.Min(Number(body, "top_n") ?? documents.Length, documents.Length);
        return WriteAsync(context, new
        {
            results = documents.Select((document, index) => new { index, relevance_score = MadeVectors.Relevance(query, document) })
                .OrderByDescending(result => result.relevance_score).Take(most),
            id = "da6e531f-54c5-4a73-bf92-f60566d8d753",
            meta = new { api_version = new { version = "2" }, billed_units = new { search_units = (documents.Length + 99) / 100 } },
        });
    }
}
