namespace Perto.Platform;

/// <summary>A served model that re-ranks: <c>POST /rerank</c>.</summary>
/// <remarks>https://huggingface.github.io/text-embeddings-inference</remarks>
internal sealed class TextEmbeddingsInferenceReranker(JsonOverHttp http, ServedModel served, bool truncate) : IRemoteReranker
{
    public ModelName Model { get; } = new(TextEmbeddingsInferenceProvider.ProviderName, served.Expected);

    public int MostBytes => int.MaxValue;

    public ValueTask<int> MostDocumentsAsync(CancellationToken cancellationToken) => served.MostTextsAsync(cancellationToken);

    public ValueTask<RerankAnswer> RerankAsync(
        string query, IReadOnlyList<string> documents, ModelRequest request, CancellationToken cancellationToken)
    {
        JsonCall call = new(HttpMethod.Post, "rerank")
        {
            Attempts = request,
            Body = json =>
            {
                json.WriteStartObject();
                json.WriteString("query", query);
                json.WriteStrings("texts", documents);
                json.WriteBoolean("raw_scores", true);
                json.WriteBoolean("return_text", false);
                json.WriteBoolean("truncate", truncate);
                json.WriteEndObject();
            },
        };
        return http.SendAsync(
            call,
            answer =>
            {
                double[] logits = RemoteAnswers.Scores(http.Dependency.Name, answer.Body, "score", documents.Count);
                return new RerankAnswer([.. logits.Select(logit => 1 / (1 + Math.Exp(-logit)))], TextEmbeddingsInferenceEmbedder.Tokens(answer)) { Logits = logits };
            },
            cancellationToken);
    }
}
