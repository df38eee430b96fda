namespace Perto.Platform;

/// <summary>
/// What is done about a person's data, for one tenant: the same in process (<see cref="LocalPrivacy"/>) and over HTTP (<c>Perto.Client</c>).
/// </summary>
public interface IPrivacy
{
    /// <summary>What is kept about people.</summary>
    Task<PrivacyDescription> DescribeAsync(CancellationToken cancellationToken = default);

    /// <summary>Erases a person, and refuses new data of theirs from then on; returns when it is done.</summary>
    /// <exception cref="PertoException">The id cannot be one, or the erasure stopped; then it goes on by itself, or when it is asked for again.</exception>
    Task<ErasureReceipt> EraseAsync(string subject, CancellationToken cancellationToken = default);

    /// <summary>A receipt.</summary>
    /// <exception cref="PertoException">There is none of that id.</exception>
    Task<ErasureReceipt> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Receipts, latest first.</summary>
    Task<Page<ErasureReceipt>> ListAsync(Paging paging, CancellationToken cancellationToken = default);

    /// <summary>Whether a receipt is about this person.</summary>
    /// <exception cref="PertoException">There is no receipt of that id.</exception>
    Task<bool> VerifyAsync(string id, string subject, CancellationToken cancellationToken = default);

    /// <summary>Takes an erased person's data again.</summary>
    /// <returns>False where they were not refused.</returns>
    Task<bool> AllowAsync(string subject, CancellationToken cancellationToken = default);

    /// <summary>Writes a zip archive of all that is known of a person.</summary>
    Task ExportAsync(string subject, Stream target, CancellationToken cancellationToken = default);

    /// <summary>Declares that the records of a vector collection are about people, so that erasures and exports look into it.</summary>
    /// <param name="collection">A collection of the tenant's own.</param>
    /// <param name="subjectField">The payload field with the person's id; null: the record's id is the person's.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="PertoException">There is no such collection or field.</exception>
    Task<PeopleCollection> DeclareAsync(string collection, string? subjectField, CancellationToken cancellationToken = default);

    /// <summary>Takes such a declaration back.</summary>
    /// <exception cref="PertoException">The collection is not declared.</exception>
    Task WithdrawAsync(string collection, CancellationToken cancellationToken = default);
}
