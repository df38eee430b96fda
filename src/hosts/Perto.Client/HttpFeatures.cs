using System.Runtime.CompilerServices;
using Perto.Platform;

namespace Perto.Client;

/// <summary>The feature store over HTTP, for the tenant of the client's key.</summary>
public sealed class HttpFeatures : IFeatures
{
    private const string Root = "/v1/features";
    private const int MostAtOnce = 1_000;

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpFeatures(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<FeatureViewInfo>> ListViewsAsync(CancellationToken cancellationToken = default) =>
        (await _http.GetAsync<Page<FeatureViewInfo>>($"{Root}/views", cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<FeatureViewInfo> ShowViewAsync(string view, CancellationToken cancellationToken = default) =>
        _http.GetAsync<FeatureViewInfo>(Path(view), cancellationToken);

    /// <inheritdoc/>
    public Task<FeatureViewInfo> DeclareAsync(FeatureView view, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(view);
        return _http.PutAsync<FeatureViewInfo>(Path(view.Name), view, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<FeatureWriteReport> WriteAsync(string view, FeatureWriteBatch batch, CancellationToken cancellationToken = default) =>
        _http.PostAsync<FeatureWriteReport>($"{Path(view)}/values", batch, cancellationToken);

    /// <inheritdoc/>
    public Task<FeatureEventReport> RecordAsync(IReadOnlyList<FeatureEvent> events, CancellationToken cancellationToken = default) =>
        _http.PostAsync<FeatureEventReport>($"{Root}/events", new FeatureEventBatch { Events = events }, cancellationToken);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<EntityFeatures>> GetAsync(IReadOnlyList<EntityRequest> request, CancellationToken cancellationToken = default) =>
        (await _http.PostAsync<Page<EntityFeatures>>($"{Root}/online", new OnlineRequest { Entities = request }, cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<Page<FeatureReadingDocument>> HistoryAsync(string view, string key, Paging paging, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(paging);
        string query = QueryText.Of(("limit", paging.Limit), ("cursor", paging.Cursor));
        return _http.GetAsync<Page<FeatureReadingDocument>>($"{Path(view)}/values/{Uri.EscapeDataString(key)}{query}", cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<JoinedRowDocument> JoinAsync(
        IReadOnlyList<string> views, IAsyncEnumerable<JoinRow> rows, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (JoinRow[] some in rows.Chunk(MostAtOnce).WithCancellation(cancellationToken))
        {
            var request = new JoinRequest { Views = views, Rows = some };
            foreach (JoinedRowDocument row in (await _http.PostAsync<Page<JoinedRowDocument>>($"{Root}/join", request, cancellationToken)).Items)
                yield return row;
        }
    }

    /// <inheritdoc/>
    public Task<BackfillStatus> BackfillAsync(string view, BackfillChunk chunk, CancellationToken cancellationToken = default) =>
        _http.PostAsync<BackfillStatus>($"{Path(view)}/backfills", chunk, cancellationToken);

    /// <inheritdoc/>
    public Task<BackfillStatus> BackfillStatusAsync(string view, string source, CancellationToken cancellationToken = default) =>
        _http.GetAsync<BackfillStatus>($"{Path(view)}/backfills/{Uri.EscapeDataString(source)}", cancellationToken);

    /// <inheritdoc/>
    public Task<FeatureHealth> HealthAsync(string view, int? windowHours = null, CancellationToken cancellationToken = default) =>
        _http.GetAsync<FeatureHealth>($"{Path(view)}/health{QueryText.Of(("window_hours", windowHours))}", cancellationToken);

    /// <inheritdoc/>
    public Task<FeatureExportManifest> ExportAsync(string view, FeatureExportRequest request, CancellationToken cancellationToken = default) =>
        _http.PostAsync<FeatureExportManifest>($"{Path(view)}/export", request, cancellationToken);

    private static string Path(string view) => $"{Root}/views/{Uri.EscapeDataString(view)}";
}
