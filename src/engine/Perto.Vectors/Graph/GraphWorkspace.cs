using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>What one search or insertion needs to work in. Used by one thread at a time, and kept for the next.</summary>
internal sealed unsafe class GraphWorkspace : IDisposable
{
    /// <summary>Nodes that <see cref="Batch"/> has room for at least.</summary>
    public const int FewestOfBatch = 256;

    private readonly NativeBlock _memory;

    /// <param name="queryBytes">Bytes of a prepared query.</param>
    /// <param name="scratchFloats">Floats that preparing needs.</param>
    /// <param name="links">Most neighbours of a node.</param>
    public GraphWorkspace(int queryBytes, int scratchFloats, int links)
    {
        int query = (queryBytes + 63) / 64 * 64;
        int batch = Math.Max((links + 1) * (links + 1), FewestOfBatch) + 16;
        _memory = new NativeBlock(((long)query * (links + 2)) + (batch * (sizeof(long) + sizeof(int))));
        Query = _memory.Pointer;
        Chosen = Query + query;
        ChosenStride = query;
        Other = Chosen + ((long)query * links);
        Entries = (long*)(Chosen + ((long)query * (links + 1)));
        Batch = (int*)(Entries + batch);
        Scratch = new float[scratchFloats];
    }

    public CandidatePool Pool { get; } = new();

    /// <summary>What passed the filter, where there is one.</summary>
    public CandidatePool Found { get; } = new();

    public MetNodes Met { get; } = new();

    /// <summary>The prepared query.</summary>
    public byte* Query { get; }

    /// <summary>Chosen neighbours, each prepared as a query.</summary>
    public byte* Chosen { get; }

    /// <summary>Bytes from one chosen neighbour to the next.</summary>
    public int ChosenStride { get; }

    /// <summary>Room for another prepared query.</summary>
    public byte* Other { get; }

    /// <summary>Neighbours that are about to be compared.</summary>
    public int* Batch { get; }

    /// <summary>Room for an entry for each of them.</summary>
    public long* Entries { get; }

    public float[] Scratch { get; }

    /// <summary>
    /// After a walk the distance of the k-th that was found, of the same codes as those of <see cref="Pool"/>; infinite where fewer were found.
    /// </summary>
    public float KthDistance;

    /// <summary>Of all walks and scans since it was taken.</summary>
    public WalkCost Cost;

    public void Dispose()
    {
        Pool.Dispose();
        Found.Dispose();
        Met.Dispose();
        _memory.Dispose();
    }
}
