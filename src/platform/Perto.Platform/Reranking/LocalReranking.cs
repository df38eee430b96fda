namespace Perto.Platform;

/// <summary>Re-ranking in process.</summary>
public sealed class LocalReranking : IReranking
{
    private readonly RerankedSearch _search;
    private readonly RerankModels _models;
    private readonly DocumentReranking _documents;
    private readonly RerankGates _gates;
    private readonly TenantId _tenant;

    internal LocalReranking(RerankedSearch search, RerankModels models, DocumentReranking documents, RerankGates gates, TenantId tenant)
    {
        _search = search;
        _models = models;
        _documents = documents;
        _gates = gates;
        _tenant = tenant;
    }

    /// <summary>The same for another tenant.</summary>
    public LocalReranking For(TenantId tenant) => new(_search, _models, _documents, _gates, tenant);

    /// <inheritdoc/>
    public Task<RerankReport> RankAsync(RerankRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _search.RerankAsync(_tenant, request.ToQuery(), request.Candidates, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<JinaRerankAnswer> JudgeAsync(JinaRerankRequest request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        return _documents.AnswerAsync(_tenant, request, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<RerankFeedbackReport> LearnAsync(RerankFeedback feedback, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        return _gates.LearnAsync(_tenant, feedback, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<RerankingStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        (RerankProfile profile, RerankModel model) = _models.Current;
        return new RerankingStatus
        {
            Profile = profile.Name,
            Provider = model.Name.Provider,
            Model = model.Name.Model,
            Usable = model.Reranker is not null,
            Problem = model.Problem ?? (model.Reranker is null ? _models.DefaultProblem : null),
            Retrieve = profile.Retrieve,
            Keep = profile.Keep,
            Depth = profile.Depth,
            Threshold = profile.Threshold,
            Adaptive = profile.Adaptive,
            Gates = await _gates.ListAsync(_tenant, cancellationToken),
        };
    }
}
