using Perto.Platform;

namespace Perto.Client;

/// <summary>Derived collections and how they are made anew, over HTTP, for the tenant of the client's key.</summary>
public sealed class HttpCollectionRebuilds : ICollectionRebuilds
{
    private const string Root = "/v1/collections";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpCollectionRebuilds(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _http.GetAsync<Page<CollectionInfo>>(Root, cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<CollectionRebuild> RebuildAsync(string alias, CancellationToken cancellationToken = default) =>
        _http.PostAsync<CollectionRebuild>($"{Root}/{Uri.EscapeDataString(alias)}/rebuild", content: null, cancellationToken);

    /// <inheritdoc/>
    public Task<CollectionRebuild> ReembedAsync(string alias, string model, CancellationToken cancellationToken = default) =>
        _http.PostAsync<CollectionRebuild>($"{Root}/{Uri.EscapeDataString(alias)}/reembed", new ReembedRequest { Model = model }, cancellationToken);

    /// <inheritdoc/>
    public Task<CollectionRebuild> FindAsync(string id, CancellationToken cancellationToken = default) =>
        _http.GetAsync<CollectionRebuild>(Path(id), cancellationToken);

    /// <inheritdoc/>
    public Task CancelAsync(string id, CancellationToken cancellationToken = default) => _http.DeleteAsync(Path(id), cancellationToken);

    private static string Path(string id) => $"{Root}/rebuilds/{Uri.EscapeDataString(id)}";
}
