using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Perto.Platform;

/// <summary>Re-ranking at the addresses and in the words of Jina, Cohere and Text Embeddings Inference.</summary>
internal static class RerankWireEndpoints
{
    private static readonly WireFormat Jina = new("Jina", (message, _) => Fields(("detail", message)));

    private static readonly WireFormat Cohere = new("Cohere", (message, _) => Fields(("message", message)));

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost("/v1/rerank", JinaAsync)
            .InWireFormat(Jina)
            .RequireScope(Scope.Read)
            .Documented("rerankDocuments", "Judges documents in Jina's wire format", "Best first, by the model that the server uses or one that its settings allow. Jina's clients can be pointed at it.")
            .MayAnswerProblem("reranker_missing", "dependency_unavailable")
            .WithExample("/v1/rerank", RerankingExamples.JinaRequest, RerankingExamples.JinaAnswer);
        api.MapPost("/v2/rerank", CohereAsync)
            .InWireFormat(Cohere)
            .RequireScope(Scope.Read)
            .Documented("rerankDocumentsV2", "Judges documents in Cohere's wire format", "Best first, by the model that the server uses or one that its settings allow. Cohere's clients can be pointed at it.")
            .MayAnswerProblem("reranker_missing", "dependency_unavailable")
            .WithExample("/v2/rerank", RerankingExamples.CohereRequest, RerankingExamples.CohereAnswer);
        api.MapPost("/rerank", PlainAsync)
            .InWireFormat(WireFormats.TextEmbeddingsInference)
            .RequireScope(Scope.Read)
            .Documented(
                "rerankTexts",
                "Judges documents in the simple form, or in that of Text Embeddings Inference",
                "With documents: an object with the best of them and their scores. With texts: a list of {index, score, text}, best first, as clients of Text Embeddings Inference expect it.")
            .MayAnswerProblem("reranker_missing", "dependency_unavailable")
            .Produces<SimpleRerankAnswer>()
            .WithExample("/rerank", RerankingExamples.PlainRequest, RerankingExamples.PlainAnswer);
    }

    private static Task<JinaRerankAnswer> JinaAsync(HttpContext http, DocumentReranking reranking, JinaRerankRequest request, CancellationToken cancellationToken) =>
        reranking.AnswerAsync(http.Tenant(), request, cancellationToken);

    private static Task<CohereRerankAnswer> CohereAsync(HttpContext http, DocumentReranking reranking, CohereRerankRequest request, CancellationToken cancellationToken) =>
        reranking.AnswerAsync(http.Tenant(), request, cancellationToken);

    private static async Task<IResult> PlainAsync(HttpContext http, DocumentReranking reranking, PlainRerankRequest request, CancellationToken cancellationToken) => request switch
    {
        { Documents: { } documents, Texts: null } => TypedResults.Ok(await reranking.AnswerSimplyAsync(http.Tenant(), request, documents, cancellationToken)),
        { Documents: null, Texts: { } texts } => TypedResults.Ok(await reranking.AnswerTextsAsync(http.Tenant(), request, texts, cancellationToken)),
        _ => throw new InvalidValueException("documents", given: null, "documents or texts, one of them", "The body must have documents or texts, and not both"),
    };

    private static Dictionary<string, object> Fields(params ReadOnlySpan<(string Name, string Value)> fields)
    {
        var all = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach ((string name, string value) in fields)
            all[name] = value;
        return all;
    }
}
