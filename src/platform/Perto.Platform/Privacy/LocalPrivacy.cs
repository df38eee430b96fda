namespace Perto.Platform;

/// <summary>What is done about a person's data, in process.</summary>
public sealed class LocalPrivacy(
    TenantId tenant, PrivacyReader reader, Erasures erasures, PersonalDataExport export, Suppressions suppressions, PeopleCollections collections) : IPrivacy
{
    /// <inheritdoc/>
    public Task<PrivacyDescription> DescribeAsync(CancellationToken cancellationToken = default) => reader.DescribeAsync(tenant, cancellationToken);

    /// <inheritdoc/>
    public async Task<ErasureReceipt> EraseAsync(string subject, CancellationToken cancellationToken = default)
    {
        ErasureReceipt asked = await erasures.RequestAsync(tenant, subject, cancellationToken);
        return await erasures.RunAsync(tenant, asked.Id, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<ErasureReceipt> FindAsync(string id, CancellationToken cancellationToken = default) => erasures.FindAsync(tenant, id, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<ErasureReceipt>> ListAsync(Paging paging, CancellationToken cancellationToken = default) =>
        erasures.ListAsync(tenant, paging, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> VerifyAsync(string id, string subject, CancellationToken cancellationToken = default) =>
        erasures.VerifyAsync(tenant, id, subject, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> AllowAsync(string subject, CancellationToken cancellationToken = default) => suppressions.LiftAsync(tenant, subject, cancellationToken);

    /// <inheritdoc/>
    public Task ExportAsync(string subject, Stream target, CancellationToken cancellationToken = default) =>
        export.WriteAsync(tenant, subject, target, cancellationToken);

    /// <inheritdoc/>
    public Task<PeopleCollection> DeclareAsync(string collection, string? subjectField, CancellationToken cancellationToken = default) =>
        collections.DeclareAsync(tenant, collection, subjectField, cancellationToken);

    /// <inheritdoc/>
    public Task WithdrawAsync(string collection, CancellationToken cancellationToken = default) =>
        collections.WithdrawAsync(tenant, collection, cancellationToken);
}
