using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>What one search or insertion needs to work in. Used by one thread at a time, and kept for the next.</summary>
internal sealed unsafe class GraphWorkspace : IDisposable
{
    private readonly NativeBlock _memory;

    /// <param name="queryBytes">Bytes of a prepared query.</param>
    /// <param name="scratchFloats">Floats that preparing needs.</param>
    /// <param name="links">Most neighbours of a node.</param>
    public GraphWorkspace(int queryBytes, int scratchFloats, int links)
    {
        int query = (queryBytes + 63) / 64 * 64;
        int batch = (sizeof(int) * (links + 1) * (links + 1)) + 64;
        _memory = new NativeBlock(((long)query * (links + 2)) + batch + (sizeof(ulong) * (links + 2L)));
        Query = _memory.Pointer;
        Chosen = Query + query;
        ChosenStride = query;
        Other = Chosen + ((long)query * links);
        Batch = (int*)(Chosen + ((long)query * (links + 1)));
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

    public float[] Scratch { get; }

    public WalkCost Cost;

    public void Dispose()
    {
        Pool.Dispose();
        Found.Dispose();
        Met.Dispose();
        _memory.Dispose();
    }
}
