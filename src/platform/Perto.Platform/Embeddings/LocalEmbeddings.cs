namespace Perto.Platform;

/// <summary>The embeddings of one tenant in this process.</summary>
public sealed class LocalEmbeddings : IEmbeddings
{
    private readonly Embeddings _embeddings;
    private readonly EmbeddingChecks _checks;
    private readonly TenantId _tenant;

    internal LocalEmbeddings(Embeddings embeddings, EmbeddingChecks checks, TenantId tenant)
    {
        _embeddings = embeddings;
        _checks = checks;
        _tenant = tenant;
    }

    /// <summary>The same for another tenant.</summary>
    public LocalEmbeddings For(TenantId tenant) => new(_embeddings, _checks, tenant);

    /// <summary>A model that a caller over HTTP named; see <see cref="Embeddings.Allowed"/>.</summary>
    internal ModelName Allowed(string? name) => _embeddings.Allowed(name);

    /// <inheritdoc/>
    public Task<EmbeddedTexts> EmbedAsync(IReadOnlyList<string> texts, EmbeddingRequest request, CancellationToken cancellationToken = default) =>
        _embeddings.EmbedAsync(_tenant, texts, request, cancellationToken);

    /// <inheritdoc/>
    public Task<EmbeddingCheck> CheckAsync(ModelName? model, bool accept, CancellationToken cancellationToken = default) =>
        _checks.RunAsync(_tenant, model, accept, cancellationToken);

    /// <inheritdoc/>
    public Task<EmbeddingStatistics> StatisticsAsync(CancellationToken cancellationToken = default) => _embeddings.StatisticsAsync(_tenant, cancellationToken);

    /// <inheritdoc/>
    public async Task<WarmedTexts> WarmAsync(IReadOnlyList<string>? texts, CancellationToken cancellationToken = default)
    {
        EmbeddedTexts warmed = await _embeddings.WarmAsync(_tenant, texts, cancellationToken);
        return new WarmedTexts { Model = warmed.Model.ToString(), Texts = warmed.Cached + warmed.Stored + warmed.Computed, Computed = warmed.Computed };
    }

    /// <inheritdoc/>
    public Task<int> ForgetAsync(IReadOnlyList<string> texts, CancellationToken cancellationToken = default) =>
        _embeddings.ForgetAsync(_tenant, texts, cancellationToken);
}
