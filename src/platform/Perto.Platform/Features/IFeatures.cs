namespace Perto.Platform;

/// <summary>
/// A tenant's features: the same in process (<see cref="LocalFeatures"/>) and over HTTP (<c>Perto.Client</c>). A view is named
/// by its name, the latest version, or <c>name@version</c>. <see cref="FeatureStore"/> is for programs that read in place.
/// </summary>
public interface IFeatures
{
    /// <summary>The views by name, each in its latest version.</summary>
    Task<IReadOnlyList<FeatureViewInfo>> ListViewsAsync(CancellationToken cancellationToken = default);

    /// <summary>A view.</summary>
    /// <exception cref="PertoException">There is none.</exception>
    Task<FeatureViewInfo> ShowViewAsync(string view, CancellationToken cancellationToken = default);

    /// <summary>Declares a view; see <see cref="FeatureCatalogue.DeclareAsync"/>.</summary>
    /// <exception cref="PertoException">It breaks a rule, or means something else than the version that is there.</exception>
    Task<FeatureViewInfo> DeclareAsync(FeatureView view, CancellationToken cancellationToken = default);

    /// <summary>Writes values; see <see cref="FeatureStore.WriteAsync"/>.</summary>
    /// <exception cref="PertoException">Something does not fit; nothing was written.</exception>
    Task<FeatureWriteReport> WriteAsync(string view, FeatureWriteBatch batch, CancellationToken cancellationToken = default);

    /// <summary>Counts events; see <see cref="FeatureStore.RecordAsync(TenantId, IReadOnlyList{FeatureEvent}, CancellationToken)"/>.</summary>
    /// <exception cref="PertoException">An event is not valid; nothing was counted.</exception>
    Task<FeatureEventReport> RecordAsync(IReadOnlyList<FeatureEvent> events, CancellationToken cancellationToken = default);

    /// <summary>The newest features of entities, in the order in which they were asked for.</summary>
    /// <exception cref="PertoException">There is no such view, or it is too much.</exception>
    Task<IReadOnlyList<EntityFeatures>> GetAsync(IReadOnlyList<EntityRequest> request, CancellationToken cancellationToken = default);

    /// <summary>What was known of one entity, newest first.</summary>
    /// <exception cref="PertoException">There is no such view.</exception>
    Task<Page<FeatureReadingDocument>> HistoryAsync(string view, string key, Paging paging, CancellationToken cancellationToken = default);

    /// <summary>Gives examples their features as of their moments; see <see cref="FeatureStore.JoinAsync"/>.</summary>
    IAsyncEnumerable<JoinedRowDocument> JoinAsync(IReadOnlyList<string> views, IAsyncEnumerable<JoinRow> rows, CancellationToken cancellationToken = default);

    /// <summary>Counts the next events of a backfill.</summary>
    /// <exception cref="PertoException">They do not follow what was counted.</exception>
    Task<BackfillStatus> BackfillAsync(string view, BackfillChunk chunk, CancellationToken cancellationToken = default);

    /// <summary>How far a view is filled from a source.</summary>
    Task<BackfillStatus> BackfillStatusAsync(string view, string source, CancellationToken cancellationToken = default);

    /// <summary>How fresh a view is, and how its values drift.</summary>
    /// <param name="view">The view.</param>
    /// <param name="windowHours">The length of the window that is looked at, and of the one before it that it is held against, 1 to 8,784; null: a week.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<FeatureHealth> HealthAsync(string view, int? windowHours = null, CancellationToken cancellationToken = default);

    /// <summary>Writes the history of a view to a folder or a bucket.</summary>
    /// <exception cref="PertoException">It cannot be written there.</exception>
    Task<FeatureExportManifest> ExportAsync(string view, FeatureExportRequest request, CancellationToken cancellationToken = default);
}
