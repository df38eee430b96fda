namespace Perto.Platform;

/// <summary>Files that came over HTTP and wait for their import: each is gone when it is imported, without the lines of people who were erased.</summary>
internal sealed class Uploads(ImportRunner imports) : IPersonalDataSource
{
    public string Name => "imports/uploads";

    public string Description => "Uploaded files on disk until they are imported. An erasure waits for the import, which leaves the person's lines out and deletes the files.";

    public IReadOnlyList<string> Tables => ["import_upload", "import_upload_part"];

    public Task<long> CountAsync(TenantId tenant, string subject, CancellationToken cancellationToken) =>
        imports.UploadsAsync(tenant, cancellationToken);

    public async Task<bool> EraseAsync(TenantId tenant, string subject, CancellationToken cancellationToken) =>
        await imports.SettleUploadsAsync(tenant, cancellationToken) == 0;

    // What waits is not known of anybody yet; what is imported from it is in the tables.
    public IAsyncEnumerable<object> ExportAsync(TenantId tenant, string subject, CancellationToken cancellationToken) => AsyncEnumerable.Empty<object>();
}
