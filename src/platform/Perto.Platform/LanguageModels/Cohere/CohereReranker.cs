namespace Perto.Platform;

/// <summary>A model of Cohere that re-ranks: <c>POST v2/rerank</c>.</summary>
/// <remarks>https://docs.cohere.com/reference/rerank: more than 1,000 documents in a request are advised against.</remarks>
internal sealed class CohereReranker(JsonOverHttp http, CohereSettings settings, string model) : IRemoteReranker
{
    private const int MostDocuments = 1_000;

    public ModelName Model { get; } = new(CohereProvider.ProviderName, model);

    public int MostBytes => int.MaxValue;

    public ValueTask<int> MostDocumentsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(MostDocuments);

    public ValueTask<RerankAnswer> RerankAsync(
        string query, IReadOnlyList<string> documents, ModelRequest request, CancellationToken cancellationToken)
    {
        JsonCall call = new(HttpMethod.Post, "v2/rerank")
        {
            Attempts = request,
            Body = json =>
            {
                json.WriteStartObject();
                json.WriteString("model", model);
                json.WriteString("query", query);
                json.WriteStrings("documents", documents);
                json.WriteNumber("top_n", documents.Count);
                if (settings.MaxTokensPerDocument is { } most)
                    json.WriteNumber("max_tokens_per_doc", most);
                json.WriteEndObject();
            },
        };
        return http.SendAsync(
            call,
            answer => new RerankAnswer(
                RemoteAnswers.Scores(http.Dependency.Name, answer.Body.GetProperty("results"), "relevance_score", documents.Count),
                RemoteAnswers.Count(answer.Body, "meta", "tokens", "input_tokens"))
            {
                Searches = RemoteAnswers.Count(answer.Body, "meta", "billed_units", "search_units"),
            },
            cancellationToken);
    }
}
