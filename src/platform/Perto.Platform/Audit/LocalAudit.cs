namespace Perto.Platform;

/// <summary>The audit log in process.</summary>
/// <param name="audit">The log.</param>
/// <param name="caller">On whose behalf.</param>
public sealed class LocalAudit(AuditLog audit, Caller caller) : IAudit
{
    /// <inheritdoc/>
    public Task<Page<AuditRecord>> ListAsync(string? tenant, AuditFilter filter, Paging paging, CancellationToken cancellationToken = default) =>
        audit.ListAsync(caller.TenantOr(tenant), filter, paging, cancellationToken);

    /// <inheritdoc/>
    public Task<AuditVerification> VerifyAsync(string? tenant = null, CancellationToken cancellationToken = default) =>
        audit.VerifyAsync(caller.TenantOr(tenant), cancellationToken);
}
