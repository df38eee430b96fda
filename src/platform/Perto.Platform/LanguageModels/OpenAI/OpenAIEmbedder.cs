using System.ClientModel;
using OpenAI.Embeddings;

namespace Perto.Platform;

/// <summary>A model of OpenAI that embeds: <c>POST v1/embeddings</c>.</summary>
/// <remarks>
/// https://platform.openai.com/docs/api-reference/embeddings/create: at most 2,048 texts and 300,000 tokens in a request. A token has one byte or more, so
/// that as many bytes are never too many tokens. A text that is longer than the model reads fails all of its request: it is refused before.
/// </remarks>
internal sealed class OpenAIEmbedder(OpenAIService service, OpenAISettings settings, string model) : IRemoteEmbedder
{
    private readonly EmbeddingClient _client = service.Embeddings(model);

    public ModelName Model { get; } = new(OpenAIProvider.ProviderName, model);

    public Uri Address => settings.BaseUrl;

    public Dependency Dependency => service.Dependency;

    public int? Dimensions => settings.Dimensions;

    public int MostBytes => 300_000;

    public int LongestText => settings.MaxTokensPerText * RemoteTexts.CharactersOfToken;

    public ValueTask<int> MostTextsAsync(CancellationToken cancellationToken) => ValueTask.FromResult(settings.BatchSize);

    public ValueTask<RemoteEmbeddings> EmbedAsync(
        IReadOnlyList<string> texts, EmbeddingPurpose purpose, int? dimensions, ModelRequest request, CancellationToken cancellationToken) =>
        service.CallAsync(
            async attempt =>
            {
                ClientResult<OpenAIEmbeddingCollection> answer = await _client.GenerateEmbeddingsAsync(
                    texts, new EmbeddingGenerationOptions { Dimensions = dimensions }, attempt);
                float[][] vectors = RemoteAnswers.InOrder(
                    Dependency.Name, answer.Value.Select(each => (each.Index, each.ToFloats().ToArray())), texts.Count);
                return new RemoteEmbeddings(RemoteAnswers.Vectors(Dependency.Name, vectors, texts.Count, dimensions), answer.Value.Usage?.InputTokenCount);
            },
            request,
            cancellationToken);
}
