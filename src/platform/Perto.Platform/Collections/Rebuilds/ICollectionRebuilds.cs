namespace Perto.Platform;

/// <summary>
/// The derived collections of one tenant and how they are made anew: the same in process (<see cref="LocalCollectionRebuilds"/>) and over HTTP
/// (<c>Perto.Client</c>).
/// </summary>
public interface ICollectionRebuilds
{
    /// <summary>All derived collections by alias, the live one of each first.</summary>
    Task<IReadOnlyList<CollectionInfo>> ListAsync(CancellationToken cancellationToken = default);

    /// <summary>Asks for the copy in the vector store to be written anew from the database; searches go on meanwhile.</summary>
    /// <exception cref="PertoException">Nothing is published under the alias, or it is made anew already.</exception>
    Task<CollectionRebuild> RebuildAsync(string alias, CancellationToken cancellationToken = default);

    /// <summary>Asks for all records to be embedded under another model; then the alias switches.</summary>
    /// <exception cref="PertoException">Nothing is published under the alias, no embedder knows the model, it is live already, or the alias
    /// is made anew already.</exception>
    Task<CollectionRebuild> ReembedAsync(string alias, string model, CancellationToken cancellationToken = default);

    /// <summary>A rebuild.</summary>
    /// <exception cref="PertoException">There is none of this id, or it is long ago.</exception>
    Task<CollectionRebuild> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Ends a rebuild before its time; the alias stays where it is. One that has ended stays as it ended.</summary>
    /// <exception cref="PertoException">There is none of this id.</exception>
    Task CancelAsync(string id, CancellationToken cancellationToken = default);
}
