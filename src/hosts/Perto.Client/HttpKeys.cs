using Perto.Platform;

namespace Perto.Client;

/// <summary>API keys over HTTP, on behalf of the client's own key.</summary>
public sealed class HttpKeys : IKeys
{
    private const string Root = "/v1/keys";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpKeys(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public Task<Page<ApiKey>> ListAsync(string? tenant, Paging paging, CancellationToken cancellationToken = default) =>
        _http.GetAsync<Page<ApiKey>>(Root + QueryText.Of(("tenant", tenant), ("limit", paging.Limit), ("cursor", paging.Cursor)), cancellationToken);

    /// <inheritdoc/>
    public Task<IssuedKey> CreateAsync(KeyDraft draft, CancellationToken cancellationToken = default) => _http.PostAsync<IssuedKey>(Root, draft, cancellationToken);

    /// <inheritdoc/>
    public Task<IssuedKey> RotateAsync(string id, KeyRotation rotation, string? tenant = null, CancellationToken cancellationToken = default) =>
        _http.PostAsync<IssuedKey>($"{Root}/{Uri.EscapeDataString(id)}/rotate{QueryText.Of(("tenant", tenant))}", rotation, cancellationToken);

    /// <inheritdoc/>
    public Task RevokeAsync(string id, string? tenant = null, CancellationToken cancellationToken = default) =>
        _http.DeleteAsync($"{Root}/{Uri.EscapeDataString(id)}{QueryText.Of(("tenant", tenant))}", cancellationToken);
}
