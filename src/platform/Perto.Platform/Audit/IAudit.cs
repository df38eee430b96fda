namespace Perto.Platform;

/// <summary>The audit log to be read, in process or through a server.</summary>
public interface IAudit
{
    /// <summary>Entries, the newest first.</summary>
    /// <param name="tenant">Whose; null: the caller's own. Another's needs the scope <c>operator</c>.</param>
    /// <param name="filter">Which.</param>
    /// <param name="paging">How many, and from where.</param>
    /// <param name="cancellationToken">Leaves it.</param>
    Task<Page<AuditRecord>> ListAsync(string? tenant, AuditFilter filter, Paging paging, CancellationToken cancellationToken = default);

    /// <summary>Reads the whole log and compares it with its hashes.</summary>
    Task<AuditVerification> VerifyAsync(string? tenant = null, CancellationToken cancellationToken = default);
}
