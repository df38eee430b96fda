using Perto.Platform;

namespace Perto.Client;

/// <summary>The audit log over HTTP, on behalf of the client's key.</summary>
public sealed class HttpAudit : IAudit
{
    private const string Root = "/v1/audit";

    private readonly PertoHttp _http;

    /// <summary>Talks through <paramref name="client"/>, whose base address is the server's.</summary>
    public HttpAudit(HttpClient client) => _http = new PertoHttp(client);

    /// <inheritdoc/>
    public Task<Page<AuditRecord>> ListAsync(string? tenant, AuditFilter filter, Paging paging, CancellationToken cancellationToken = default)
    {
        string query = QueryText.Of(
            ("tenant", tenant), ("actor", filter.Actor), ("action", filter.Action), ("since", filter.Since), ("until", filter.Until),
            ("limit", paging.Limit), ("cursor", paging.Cursor));
        return _http.GetAsync<Page<AuditRecord>>(Root + query, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<AuditVerification> VerifyAsync(string? tenant = null, CancellationToken cancellationToken = default) =>
        _http.GetAsync<AuditVerification>($"{Root}/verify{QueryText.Of(("tenant", tenant))}", cancellationToken);
}
