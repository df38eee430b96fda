using Perto.Platform;

namespace Perto.Client;

/// <summary>The embeddings of a server over HTTP.</summary>
public sealed class HttpEmbeddings : IEmbeddings
{
    private const string Root = "/v1/embeddings";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpEmbeddings(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public async Task<EmbeddedTexts> EmbedAsync(IReadOnlyList<string> texts, EmbeddingRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var body = new EmbeddingsBody
        {
            Input = new TextInput(texts),
            Model = request.Model?.ToString(),
            EncodingFormat = EmbeddingForm.Base64,
            Dimensions = request.Dimensions,
            InputType = request.Purpose,
            Normalize = request.Normalize,
            UseCache = request.UseCache,
        };
        EmbeddingsAnswer answer = await _http.PostAsync<EmbeddingsAnswer>(Root, body, cancellationToken);
        return new EmbeddedTexts(ModelName.Parse(answer.Model), [.. answer.Data.OrderBy(item => item.Index).Select(item => item.Embedding.Values)])
        {
            Version = answer.Origin.Version,
            Cached = answer.Origin.Cached,
            Stored = answer.Origin.Stored,
            Computed = answer.Origin.Computed,
            Tokens = answer.Origin.Tokens,
        };
    }

    /// <inheritdoc/>
    public Task<EmbeddingCheck> CheckAsync(ModelName? model, bool accept, CancellationToken cancellationToken = default) =>
        _http.PostAsync<EmbeddingCheck>($"{Root}/check", new CheckBody { Model = model?.ToString(), Accept = accept }, cancellationToken);

    /// <inheritdoc/>
    public Task<EmbeddingStatistics> StatisticsAsync(CancellationToken cancellationToken = default) =>
        _http.GetAsync<EmbeddingStatistics>($"{Root}/statistics", cancellationToken);

    /// <inheritdoc/>
    public Task<WarmedTexts> WarmAsync(IReadOnlyList<string>? texts, CancellationToken cancellationToken = default) =>
        _http.PostAsync<WarmedTexts>($"{Root}/warm", new WarmBody { Texts = texts }, cancellationToken);

    /// <inheritdoc/>
    public async Task<int> ForgetAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        (await _http.PostAsync<ForgottenTexts>($"{Root}/forget", new ForgetBody { Texts = texts }, cancellationToken)).Vectors;
}
