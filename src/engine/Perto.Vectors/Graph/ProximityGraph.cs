namespace Perto.Vectors;

/// <summary>
/// A graph over the vectors of one field; a node for each row. Searches run at any time, on any thread, and take no lock; one caller at a time changes it.
/// </summary>
internal abstract class ProximityGraph : IDisposable
{
    /// <summary>Rows below it are in the graph, apart from those without the vector. Searches find nothing at or above it for certain.</summary>
    public abstract int Count { get; }

    /// <summary>Bytes of links and codes.</summary>
    public abstract long Bytes { get; }

    /// <summary>Bytes of codes alone.</summary>
    public abstract long CodeBytes { get; }

    /// <summary>Puts the rows from <see cref="Count"/> up to <paramref name="until"/> into the graph; visible from batch to batch.</summary>
    /// <param name="rows">Their vectors.</param>
    /// <param name="until">The first row that stays out.</param>
    /// <param name="threads">Threads that work on it. With one the graph is the same every time.</param>
    /// <param name="cancellationToken">Stops after a batch; what is in stays in.</param>
    public abstract void Append(IVectorRows rows, int until, int threads, CancellationToken cancellationToken);

    /// <summary>
    /// Finds nodes near a query: walks from node to node and keeps the nearest; those that pass are in <see cref="GraphWorkspace.Found"/> afterwards.
    /// </summary>
    /// <param name="workspace">Takes what is found.</param>
    /// <param name="query">The query's vector.</param>
    /// <param name="width">How many are kept, and when it ends.</param>
    /// <param name="filter">What passes.</param>
    public abstract void Search<TFilter>(GraphWorkspace workspace, ReadOnlySpan<byte> query, WalkWidth width, TFilter filter)
        where TFilter : struct, INodeFilter;

    /// <summary>
    /// The same over the nodes that pass alone: a neighbour that does not pass is replaced by its own neighbours that do (ACORN-1, Patel et al. 2024).
    /// </summary>
    /// <param name="workspace">Takes what is found.</param>
    /// <param name="query">The query's vector.</param>
    /// <param name="ef">How many nodes are kept.</param>
    /// <param name="seeds">Nodes that pass, to begin from beside the usual entry.</param>
    /// <param name="filter">What passes.</param>
    public abstract void SearchPassing<TFilter>(
        GraphWorkspace workspace, ReadOnlySpan<byte> query, int ef, ReadOnlySpan<int> seeds, TFilter filter)
        where TFilter : struct, INodeFilter;

    /// <summary>Compares a query with the codes of given nodes; <see cref="GraphWorkspace.Found"/> holds the nearest.</summary>
    public abstract void Scan(GraphWorkspace workspace, ReadOnlySpan<byte> query, int take, ReadOnlySpan<int> nodes);

    /// <summary>
    /// Takes dead nodes out of the lists of others: where one stood, its own neighbours are candidates in its place (as FreshDiskANN does, Singh et al.
    /// 2021). Searches go on meanwhile.
    /// </summary>
    /// <returns>How many lists were mended.</returns>
    public abstract int Repair<TDead>(TDead dead, int threads, CancellationToken cancellationToken)
        where TDead : struct, INodeFilter;

    /// <summary>The same graph over other numbers, for a table that was compacted. Nobody changes this one meanwhile.</summary>
    /// <param name="numbers">For each node its new number, or a negative one where it is left out; its links are left out too.</param>
    /// <param name="count">Nodes of the new graph.</param>
    public abstract ProximityGraph Renumbered(ReadOnlySpan<int> numbers, int count);

    /// <summary>What a file must hold beside the bytes of the parts. Nobody changes the graph meanwhile.</summary>
    public abstract GraphState State { get; }

    /// <summary>The bytes that a file must hold.</summary>
    public GraphPart[] Parts() => Parts(State);

    /// <summary>The parts of a graph of that state, which a reader of files makes room in and fills; then <see cref="Restore"/>.</summary>
    public abstract GraphPart[] Parts(GraphState state);

    /// <summary>Makes an empty graph whose parts were filled what it was.</summary>
    public abstract void Restore(GraphState state);

    /// <summary>A workspace for one search; give it back.</summary>
    public abstract GraphWorkspace Take();

    /// <summary>Takes a workspace back.</summary>
    public abstract void Return(GraphWorkspace workspace);

    /// <inheritdoc/>
    public abstract void Dispose();
}
