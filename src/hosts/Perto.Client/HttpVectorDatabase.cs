using Perto.Platform;
using Perto.Vectors;

namespace Perto.Client;

/// <summary>The vector database over HTTP, for the tenant of the client's key.</summary>
public sealed class HttpVectorDatabase : IVectorDatabase
{
    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpVectorDatabase(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<VectorCollectionInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _http.GetAsync<Page<VectorCollectionInfo>>(HttpVectorStore.Root, cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<VectorCollectionInfo> DescribeAsync(string name, CancellationToken cancellationToken = default) =>
        _http.GetAsync<VectorCollectionInfo>(HttpVectorStore.Path(name), cancellationToken);

    /// <inheritdoc/>
    public async Task<IVectorCollection> OpenAsync(string name, CancellationToken cancellationToken = default) =>
        Open(await DescribeAsync(name, cancellationToken));

    /// <inheritdoc/>
    public async Task<IVectorCollection> CreateAsync(string name, CollectionShape shape, CancellationToken cancellationToken = default) =>
        Open(await HttpFaults.TranslateAsync(
            _http.PutAsync<VectorCollectionInfo>(HttpVectorStore.Path(name), shape, cancellationToken)));

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => _http.DeleteAsync(HttpVectorStore.Path(name), cancellationToken);

    /// <inheritdoc/>
    public async Task<RecallReport> MeasureRecallAsync(
        string name, RecallRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        await HttpFaults.TranslateAsync(_http.PostAsync<RecallReport>($"{HttpVectorStore.Path(name)}/recall", request, cancellationToken));

    /// <inheritdoc/>
    public Task<CompactionReport> CompactAsync(string name, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        _http.PostAsync<CompactionReport>($"{HttpVectorStore.Path(name)}/compact", content: null, cancellationToken);

    /// <inheritdoc/>
    public Task<VerificationReport> VerifyAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        _http.PostAsync<VerificationReport>("/v1/vectors/verify", content: null, cancellationToken);

    private HttpVectorCollection Open(VectorCollectionInfo info) => HttpVectorCollection.Of(_http, TenantId.Local, info);
}
