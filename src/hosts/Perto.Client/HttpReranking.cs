using Perto.Platform;

namespace Perto.Client;

/// <summary>The re-ranking of a server over HTTP.</summary>
public sealed class HttpReranking : IReranking
{
    private const string Root = "/v1/reranking";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpReranking(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public Task<RerankReport> RankAsync(RerankRequest request, CancellationToken cancellationToken = default) =>
        _http.PostAsync<RerankReport>($"{Root}/rank", request, cancellationToken);

    /// <inheritdoc/>
    public Task<JinaRerankAnswer> JudgeAsync(JinaRerankRequest request, CancellationToken cancellationToken = default) =>
        _http.PostAsync<JinaRerankAnswer>("/v1/rerank", request, cancellationToken);

    /// <inheritdoc/>
    public Task<RerankFeedbackReport> LearnAsync(RerankFeedback feedback, CancellationToken cancellationToken = default) =>
        _http.PostAsync<RerankFeedbackReport>($"{Root}/feedback", feedback, cancellationToken);

    /// <inheritdoc/>
    public Task<RerankingStatus> StatusAsync(CancellationToken cancellationToken = default) => _http.GetAsync<RerankingStatus>($"{Root}/status", cancellationToken);
}
