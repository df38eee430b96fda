using Perto.Platform;

namespace Perto.Streaming;

/// <summary>The streaming solution in process, for one tenant.</summary>
public sealed class LocalStreaming(
    TenantId tenant, StreamingService service, EventLog log, StreamingImports imports, CollaborativeTraining training) : IStreaming
{
    /// <inheritdoc/>
    public Task<HomePage> HomeAsync(string user, HomeRequest request, CancellationToken cancellationToken) =>
        service.HomeAsync(tenant, user, request, cancellationToken);

    /// <inheritdoc/>
    public Task<RecommendationList> RecommendAsync(string user, int n, CancellationToken cancellationToken) =>
        service.RecommendAsync(tenant, user, n, cancellationToken);

    /// <inheritdoc/>
    public Task<SimilarTitles> SimilarAsync(string title, int n, CancellationToken cancellationToken) =>
        service.SimilarAsync(tenant, title, n, cancellationToken);

    /// <inheritdoc/>
    public Task<EventReceipt> RecordAsync(IReadOnlyList<StreamingEvent> events, CancellationToken cancellationToken) =>
        log.RecordAsync(tenant, events, cancellationToken);

    /// <inheritdoc/>
    public Task<ImportReport> ImportAsync(string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        imports.ImportAsync(tenant, path, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<TrainingReport> TrainAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        training.TrainAsync(tenant, progress, cancellationToken);
}
