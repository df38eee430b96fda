using Perto.Platform;

namespace Perto.Client;

/// <summary>The services outside a server, over HTTP.</summary>
public sealed class HttpDependencies : IDependencyList
{
    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpDependencies(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<DependencyStatus>> ListAsync(CancellationToken cancellationToken = default) =>
        (await _http.GetAsync<Page<DependencyStatus>>("/v1/dependencies", cancellationToken)).Items;
}
