using Perto.Platform;

namespace Perto.Client;

/// <summary>The caches of a server over HTTP.</summary>
public sealed class HttpCaches : ICacheAdministration
{
    private const string Root = "/v1/caches";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpCaches(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<CacheStatistics>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _http.GetAsync<Page<CacheStatistics>>(Root, cancellationToken)).Items;

    /// <inheritdoc/>
    public Task<CacheStatistics> ClearAsync(string name, CancellationToken cancellationToken = default) =>
        _http.PostAsync<CacheStatistics>($"{Root}/{Uri.EscapeDataString(name)}/clear", content: null, cancellationToken);
}
