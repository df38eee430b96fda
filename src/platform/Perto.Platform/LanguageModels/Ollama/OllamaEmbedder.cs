namespace Perto.Platform;

/// <summary>A model in Ollama that embeds: <c>POST /api/embed</c>.</summary>
internal sealed class OllamaEmbedder(OllamaService service, OllamaSettings settings, string model) : IRemoteEmbedder
{
    public ModelName Model { get; } = new(OllamaProvider.ProviderName, model);

    public Uri Address => settings.Url!;

    public Dependency Dependency => service.Dependency;

    public int? Dimensions => settings.Dimensions;

    public int MostBytes => int.MaxValue;

    public ValueTask<int> MostTextsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(settings.BatchSize);

    public ValueTask<RemoteEmbeddings> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingPurpose purpose, int? dimensions, ModelRequest request, CancellationToken cancellationToken) =>
        service.SendAsync(
            "api/embed",
            model,
            json =>
            {
                json.WriteStartObject();
                json.WriteString("model", model);
                json.WriteStrings("input", texts);
                json.WriteBoolean("truncate", true);
                if (dimensions is { } asked)
                    json.WriteNumber("dimensions", asked);
                OllamaSettings.WriteKeepAlive(json, settings.KeepAlive);
                json.WriteEndObject();
            },
            answer => new RemoteEmbeddings(
                RemoteAnswers.Vectors(Dependency.Name, [.. answer.GetProperty("embeddings").EnumerateArray().Select(RemoteAnswers.Vector)], texts.Count, dimensions),
                RemoteAnswers.Count(answer, "prompt_eval_count")),
            request,
            cancellationToken);
}
