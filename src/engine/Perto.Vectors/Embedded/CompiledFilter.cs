namespace Perto.Vectors;

/// <summary>A filter made ready for one <see cref="CollectionSnapshot"/>; serves any number of searches of it, on any threads.</summary>
public sealed class CompiledFilter
{
    internal CompiledFilter(CollectionSnapshot snapshot, RowPredicate predicate)
    {
        Snapshot = snapshot;
        Predicate = predicate;
    }

    internal CollectionSnapshot Snapshot { get; }

    internal RowPredicate Predicate { get; }

    /// <summary>Whether a row matches, live or not.</summary>
    internal bool Passes(int row) => Predicate.Passes(Snapshot.Chunks[row / Chunk.Rows], row % Chunk.Rows);
}
