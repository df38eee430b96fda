namespace Perto.Platform;

/// <summary>A model of Jina AI that re-ranks: <c>POST v1/rerank</c>.</summary>
/// <remarks>https://api.jina.ai/docs</remarks>
internal sealed class JinaReranker(JsonOverHttp http, JinaSettings settings, string model) : IRemoteReranker
{
    public ModelName Model { get; } = new(JinaProvider.ProviderName, model);

    public int MostBytes => int.MaxValue;

    public ValueTask<int> MostDocumentsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(settings.BatchSize);

    public ValueTask<RerankAnswer> RerankAsync(
        string query, IReadOnlyList<string> documents, ModelRequest request, CancellationToken cancellationToken)
    {
        JsonCall call = new(HttpMethod.Post, "v1/rerank")
        {
            Attempts = request,
            Body = json =>
            {
                json.WriteStartObject();
                json.WriteString("model", model);
                json.WriteString("query", query);
                json.WriteStrings("documents", documents);
                json.WriteNumber("top_n", documents.Count);
                json.WriteBoolean("return_documents", false);
                json.WriteEndObject();
            },
        };
        return http.SendAsync(
            call,
            answer => new RerankAnswer(
                // jina-reranker-v3 scores by a cosine, which may be a little below zero.
                [.. RemoteAnswers.Scores(http.Dependency.Name, answer.Body.GetProperty("results"), "relevance_score", documents.Count).Select(score => Math.Clamp(score, 0, 1))],
                RemoteAnswers.Count(answer.Body, "usage", "total_tokens")),
            cancellationToken);
    }
}
