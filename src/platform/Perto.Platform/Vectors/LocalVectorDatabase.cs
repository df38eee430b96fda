using Perto.Vectors;

namespace Perto.Platform;

/// <summary>The vector database in process.</summary>
/// <param name="collections">The collections.</param>
/// <param name="tenant">Whose.</param>
/// <param name="clock">Ends a measurement that takes too long.</param>
public sealed class LocalVectorDatabase(VectorCollections collections, TenantId tenant, TimeProvider clock) : IVectorDatabase
{
    /// <inheritdoc/>
    public Task<IReadOnlyList<VectorCollectionInfo>> ListAsync(CancellationToken cancellationToken = default) =>
        collections.ListAsync(tenant, cancellationToken);

    /// <inheritdoc/>
    public Task<VectorCollectionInfo> DescribeAsync(string name, CancellationToken cancellationToken = default) =>
        collections.DescribeAsync(tenant, name, cancellationToken);

    /// <inheritdoc/>
    public Task<IVectorCollection> OpenAsync(string name, CancellationToken cancellationToken = default) =>
        collections.OpenAsync(tenant, name, cancellationToken);

    /// <inheritdoc/>
    public async Task<IVectorCollection> CreateAsync(string name, CollectionShape shape, CancellationToken cancellationToken = default)
    {
        await collections.CreateAsync(tenant, name, shape, cancellationToken);
        return await collections.OpenToWriteAsync(tenant, name, cancellationToken);
    }

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken = default) => collections.DeleteAsync(tenant, name, cancellationToken);

    /// <inheritdoc/>
    public async Task<RecallReport> MeasureRecallAsync(
        string name, RecallRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default) =>
        await new RecallMeasurement(await OpenAsync(name, cancellationToken), clock).RunAsync(request, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<CompactionReport> CompactAsync(string name, IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        collections.CompactAsync(tenant, name, progress, cancellationToken);

    /// <inheritdoc/>
    public Task<VerificationReport> VerifyAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default) =>
        collections.VerifyAsync(progress, cancellationToken);
}
