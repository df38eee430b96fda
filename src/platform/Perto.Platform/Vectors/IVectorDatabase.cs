using Perto.Vectors;

namespace Perto.Platform;

/// <summary>
/// The vector database for one tenant: the same in process (<see cref="LocalVectorDatabase"/>) and over HTTP (<c>Perto.Client</c>).
/// </summary>
public interface IVectorDatabase
{
    /// <summary>All collections by name, with what each holds and how it does.</summary>
    Task<IReadOnlyList<VectorCollectionInfo>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>One collection, with what it holds and how it does.</summary>
    /// <exception cref="PertoException">There is none of that name.</exception>
    Task<VectorCollectionInfo> DescribeAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Opens a collection, or the derived one that an alias leads to, to read.</summary>
    /// <exception cref="PertoException">There is none of that name.</exception>
    Task<IVectorCollection> OpenAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Opens a collection to write, and creates it first where it does not exist.</summary>
    /// <exception cref="PertoException">It exists with another schema, or is derived.</exception>
    /// <exception cref="VectorStoreException">The name or the shape is not valid.</exception>
    Task<IVectorCollection> CreateAsync(string name, CollectionShape shape, CancellationToken cancellationToken = default);

    /// <summary>Deletes a collection with all that is in it.</summary>
    /// <exception cref="PertoException">There is none of that name, or it is derived.</exception>
    Task DeleteAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Measures how well an index finds what an exact search finds.</summary>
    /// <param name="name">The collection.</param>
    /// <param name="request">What to try.</param>
    /// <param name="progress">Told the share that is done, where that is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<RecallReport> MeasureRecallAsync(
        string name, RecallRequest request, IProgress<double>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Takes the space of replaced, deleted and expired records back.</summary>
    /// <param name="name">The collection.</param>
    /// <param name="progress">Told how many rows were looked at, where that is known.</param>
    /// <param name="cancellationToken">Gives up; nothing has changed then.</param>
    Task<CompactionReport> CompactAsync(string name, IProgress<long>? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Reads every byte of the store's files; nothing is repaired.</summary>
    /// <param name="progress">Told how many bytes of the collection at hand were read, where that is known.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<VerificationReport> VerifyAsync(IProgress<long>? progress = null, CancellationToken cancellationToken = default);
}
