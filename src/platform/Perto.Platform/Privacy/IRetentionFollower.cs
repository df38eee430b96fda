namespace Perto.Platform;

/// <summary>Is told of rows that were kept too long and were deleted, so that what was counted from them can be counted again.</summary>
public interface IRetentionFollower
{
    /// <summary>Called inside of the transaction that deleted the rows; it may use only the session.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="tenant">Whose rows.</param>
    /// <param name="table">Their table.</param>
    /// <param name="subjects">Whom they were about.</param>
    Task TrimmedAsync(DatabaseSession session, TenantId tenant, string table, IReadOnlyList<string> subjects);
}
