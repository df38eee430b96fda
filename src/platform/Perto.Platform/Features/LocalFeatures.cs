namespace Perto.Platform;

/// <summary>The features of a tenant in process.</summary>
/// <param name="store">Keeps them.</param>
/// <param name="monitor">Checks them.</param>
/// <param name="exports">Writes them elsewhere; here into any folder that the process may write to.</param>
/// <param name="tenant">Whose.</param>
public sealed class LocalFeatures(FeatureStore store, FeatureMonitor monitor, FeatureExports exports, TenantId tenant) : IFeatures
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<FeatureViewInfo>> ListViewsAsync(CancellationToken cancellationToken = default) => store.Views.ListAsync(tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<FeatureViewInfo> ShowViewAsync(string view, CancellationToken cancellationToken = default) =>
        store.Views.ShowAsync(tenant, view, cancellationToken);

    /// <inheritdoc/>
    public async Task<FeatureViewInfo> DeclareAsync(FeatureView view, CancellationToken cancellationToken = default) =>
        (await store.Views.DeclareAsync(tenant, view, cancellationToken)).View;

    /// <inheritdoc/>
    public Task<FeatureWriteReport> WriteAsync(string view, FeatureWriteBatch batch, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batch);
        return store.WriteAsync(tenant, view, batch.Values, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<FeatureEventReport> RecordAsync(IReadOnlyList<FeatureEvent> events, CancellationToken cancellationToken = default) =>
        store.RecordAsync(tenant, events, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EntityFeatures>> GetAsync(IReadOnlyList<EntityRequest> request, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        EntityFeatures.CheckSize(request);
        return EntityFeatures.Of(await store.GetAsync(tenant, request, cancellationToken));
    }

    /// <inheritdoc/>
    public Task<Page<FeatureReadingDocument>> HistoryAsync(string view, string key, Paging paging, CancellationToken cancellationToken = default) =>
        store.HistoryAsync(tenant, view, key, paging, cancellationToken);

    /// <inheritdoc/>
    public IAsyncEnumerable<JoinedRowDocument> JoinAsync(IReadOnlyList<string> views, IAsyncEnumerable<JoinRow> rows, CancellationToken cancellationToken = default) =>
        store.JoinAsync(tenant, views, rows, cancellationToken).Select(JoinedRowDocument.Of);

    /// <inheritdoc/>
    public Task<BackfillStatus> BackfillAsync(string view, BackfillChunk chunk, CancellationToken cancellationToken = default) =>
        store.BackfillAsync(tenant, view, chunk, cancellationToken);

    /// <inheritdoc/>
    public Task<BackfillStatus> BackfillStatusAsync(string view, string source, CancellationToken cancellationToken = default) =>
        store.BackfillStatusAsync(tenant, view, source, cancellationToken);

    /// <inheritdoc/>
    public Task<FeatureHealth> HealthAsync(string view, int? windowHours = null, CancellationToken cancellationToken = default) =>
        monitor.CheckAsync(tenant, view, windowHours, cancellationToken);

    /// <inheritdoc/>
    public Task<FeatureExportManifest> ExportAsync(string view, FeatureExportRequest request, CancellationToken cancellationToken = default) =>
        exports.RunAsync(tenant, view, request, progress: null, cancellationToken);
}
