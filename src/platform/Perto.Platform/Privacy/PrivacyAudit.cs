namespace Perto.Platform;

/// <summary>Writes down for auditors what was done about a person's data, in the transaction that did it. Who asked for it stands in the entry of the request.</summary>
internal sealed class PrivacyAudit(AuditLog audit)
{
    private const string Actor = "privacy";

    /// <summary>Called inside of the transaction of an erasure's request and end, of an export and of a lifted suppression.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="tenant">Whose person.</param>
    /// <param name="action"><c>erasure_requested</c>, <c>erasure_done</c>, <c>person_exported</c>, <c>suppression_lifted</c>.</param>
    /// <param name="subjectHash">The person, as a keyed hash.</param>
    /// <param name="erasure">Id of the erasure, where there is one.</param>
    public Task RecordAsync(DatabaseSession session, TenantId tenant, string action, string subjectHash, string? erasure = null) => audit.AppendAsync(
        session,
        new AuditEntry
        {
            Tenant = tenant,
            Actor = Actor,
            Action = $"privacy.{action}",
            Target = $"person/{subjectHash}",
            Details = erasure is null
                ? new Dictionary<string, object?>(StringComparer.Ordinal)
                : new Dictionary<string, object?>(StringComparer.Ordinal) { ["erasure"] = erasure },
        });
}
