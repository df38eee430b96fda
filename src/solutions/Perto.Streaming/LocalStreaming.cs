using Perto.Platform;

namespace Perto.Streaming;

/// <summary>The streaming solution in process, for one tenant.</summary>
public sealed class LocalStreaming(
    TenantId tenant,
    StreamingService service,
    EventLog log,
    StreamingImports imports,
    CollaborativeTraining training,
    RankerTraining ranker,
    ContentVectors vectors,
    MeasuresReader measures,
    ServedPolicies policies,
    Pins pins,
    Batches batches) : IStreaming
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
    public async Task<ImportReport> ImportAsync(string path, string? mapping, IProgress<ImportProgress>? progress, CancellationToken cancellationToken)
    {
        ImportReport report = await imports.ImportAsync(tenant, path, mapping, progress, cancellationToken);
        // A server does it within a minute; here there may be none.
        await vectors.RefreshAsync(tenant, cancellationToken);
        return report;
    }

    /// <inheritdoc/>
    public Task<ImportReport> ImportAsync(string path, IProgress<ImportProgress>? progress, CancellationToken cancellationToken) =>
        ImportAsync(path, mapping: null, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<TrainingReport> TrainAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        training.TrainAsync(tenant, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<RankerReport> TrainRankerAsync(IProgress<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        ranker.TrainAsync(tenant, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<BatchRun> BatchAsync(BatchRequest request, BatchTarget target, IProgress<BatchProgress>? progress, CancellationToken cancellationToken) =>
        batches.RunAsync(tenant, request, target, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<MeasuresReport> MeasuresAsync(MeasuresRequest request, CancellationToken cancellationToken) =>
        measures.ReadAsync(tenant, request, cancellationToken);

    /// <inheritdoc/>
    public Task<ServedPolicyReport> OffPolicyAsync(ServedPolicyRequest request, CancellationToken cancellationToken) =>
        policies.JudgeAsync(tenant, request, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoredPin>> PinsAsync(CancellationToken cancellationToken) => pins.ListAsync(tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<StoredPin> PinAsync(string id, Pin pin, CancellationToken cancellationToken) => pins.PutAsync(tenant, id, pin, cancellationToken);

    /// <inheritdoc/>
    public Task UnpinAsync(string id, CancellationToken cancellationToken) => pins.DeleteAsync(tenant, id, cancellationToken);
}
