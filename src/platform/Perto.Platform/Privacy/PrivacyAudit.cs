namespace Perto.Platform;

/// <summary>Where what was done about a person's data is written down for auditors: in the transaction that did it.</summary>
internal static class PrivacyAudit
{
    /// <summary>Called inside of the transaction of an erasure's request and end, of an export and of a lifted suppression.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="tenant">Whose person.</param>
    /// <param name="action"><c>erasure_requested</c>, <c>erasure_done</c>, <c>person_exported</c>, <c>suppression_lifted</c>.</param>
    /// <param name="subjectHash">The person, as a keyed hash.</param>
    /// <param name="erasure">Id of the erasure, where there is one.</param>
    /// <remarks>The platform has no audit log yet; its entries are added here, and nowhere else.</remarks>
    public static Task RecordAsync(DatabaseSession session, TenantId tenant, string action, string subjectHash, string? erasure = null)
    {
        _ = (session, tenant, action, subjectHash, erasure);
        return Task.CompletedTask;
    }
}
