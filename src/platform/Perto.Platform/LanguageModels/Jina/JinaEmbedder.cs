namespace Perto.Platform;

/// <summary>A model of Jina AI that embeds: <c>POST v1/embeddings</c>.</summary>
/// <remarks>https://api.jina.ai/docs, and https://docs.jina.ai for the parameters of each model.</remarks>
internal sealed class JinaEmbedder(JsonOverHttp http, JinaSettings settings, string model) : IRemoteEmbedder
{
    public ModelName Model { get; } = new(JinaProvider.ProviderName, model);

    public Uri Address => settings.BaseUrl;

    public Dependency Dependency => http.Dependency;

    public int? Dimensions => settings.Dimensions;

    public int MostBytes => int.MaxValue;

    public ValueTask<int> MostTextsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(settings.BatchSize);

    public ValueTask<RemoteEmbeddings> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingPurpose purpose, int? dimensions, ModelRequest request, CancellationToken cancellationToken)
    {
        JsonCall call = new(HttpMethod.Post, "v1/embeddings")
        {
            Attempts = request,
            Body = json =>
            {
                json.WriteStartObject();
                json.WriteString("model", model);
                if (settings.SendTask)
                    json.WriteString("task", purpose == EmbeddingPurpose.Query ? "retrieval.query" : "retrieval.passage");
                if (dimensions is { } asked)
                    json.WriteNumber("dimensions", asked);
                json.WriteBoolean("normalized", true);
                json.WriteString("embedding_type", "float");
                // Otherwise one text that is too long fails all of the request.
                json.WriteBoolean("truncate", true);
                json.WriteStrings("input", texts);
                json.WriteEndObject();
            },
        };
        return http.SendAsync(
            call,
            answer =>
            {
                float[][] vectors = RemoteAnswers.InOrder(
                    Dependency.Name,
                    answer.Body.GetProperty("data").EnumerateArray().Select(each => (each.GetProperty("index").GetInt32(), RemoteAnswers.Vector(each.GetProperty("embedding")))),
                    texts.Count);
                return new RemoteEmbeddings(
                    RemoteAnswers.Vectors(Dependency.Name, vectors, texts.Count, dimensions), RemoteAnswers.Count(answer.Body, "usage", "total_tokens"));
            },
            cancellationToken);
    }
}
