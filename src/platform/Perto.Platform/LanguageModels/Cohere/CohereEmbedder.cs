namespace Perto.Platform;

/// <summary>A model of Cohere that embeds: <c>POST v2/embed</c>.</summary>
/// <remarks>https://docs.cohere.com/reference/embed</remarks>
internal sealed class CohereEmbedder(JsonOverHttp http, CohereSettings settings, string model) : IRemoteEmbedder
{
    private const int MostTexts = 96;

    public ModelName Model { get; } = new(CohereProvider.ProviderName, model);

    public Uri Address => settings.BaseUrl;

    public Dependency Dependency => http.Dependency;

    public int? Dimensions => settings.Dimensions;

    public int MostBytes => int.MaxValue;

    public ValueTask<int> MostTextsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(MostTexts);

    public ValueTask<RemoteEmbeddings> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingPurpose purpose, int? dimensions, ModelRequest request, CancellationToken cancellationToken)
    {
        JsonCall call = new(HttpMethod.Post, "v2/embed")
        {
            Attempts = request,
            Body = json =>
            {
                json.WriteStartObject();
                json.WriteString("model", model);
                json.WriteString("input_type", purpose == EmbeddingPurpose.Query ? "search_query" : "search_document");
                json.WriteStrings("texts", texts);
                json.WriteStrings("embedding_types", ["float"]);
                if (dimensions is { } asked)
                    json.WriteNumber("output_dimension", asked);
                json.WriteEndObject();
            },
        };
        return http.SendAsync(
            call,
            answer => new RemoteEmbeddings(
                RemoteAnswers.Vectors(
                    Dependency.Name,
                    [.. answer.Body.GetProperty("embeddings").GetProperty("float").EnumerateArray().Select(RemoteAnswers.Vector)],
                    texts.Count,
                    dimensions),
                RemoteAnswers.Count(answer.Body, "meta", "billed_units", "input_tokens")),
            cancellationToken);
    }
}
