using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// A fixed number of bytes for each node, in native blocks that stay where they are as more come: readers go on while the writer makes room.
/// </summary>
internal sealed unsafe class NodeBlocks : IDisposable
{
    /// <summary>Nodes of a block.</summary>
    public const int BlockNodes = 1 << Shift;

    private const int Shift = 14;

    // The table has room for every node that an int can number, so that it never moves. Untouched parts of it cost nothing.
    private const int MaxBlocks = 1 << (31 - Shift);

    private readonly byte _fill;
    private readonly List<NativeBlock> _blocks = [];
    private readonly long _stride;
    private byte** _table = (byte**)NativeMemory.AllocZeroed(MaxBlocks, (nuint)sizeof(byte*));

    /// <param name="stride">Bytes a node.</param>
    /// <param name="fill">What all bytes are before they are written.</param>
    public NodeBlocks(int stride, byte fill = 0)
    {
        _stride = stride;
        _fill = fill;
    }

    ~NodeBlocks() => Free();

    /// <summary>Bytes a node.</summary>
    public int Stride => (int)_stride;

    /// <summary>Bytes held.</summary>
    public long Bytes => _blocks.Sum(block => block.Bytes);

    /// <summary>Nodes that there is room for.</summary>
    public int Capacity => _blocks.Count * BlockNodes;

    /// <summary>Where a node's bytes begin; there is room for it.</summary>
    public byte* this[int node] => _table[node >> Shift] + ((node & (BlockNodes - 1)) * _stride);

    /// <summary>Makes room. One thread at a time.</summary>
    public void Reserve(int nodes)
    {
        while (Capacity < nodes)
        {
            NativeBlock block = new(BlockNodes * _stride);
            if (_fill != 0)
                NativeMemory.Fill(block.Pointer, (nuint)block.Bytes, _fill);
            _table[_blocks.Count] = block.Pointer;
            _blocks.Add(block);
        }
    }

    /// <summary>The bytes of nodes from <paramref name="first"/> on that stand together, of at most <paramref name="nodes"/>.</summary>
    public Span<byte> Run(int first, int nodes)
    {
        int together = Math.Min(nodes, BlockNodes - (first & (BlockNodes - 1)));
        return new Span<byte>(this[first], (int)(together * _stride));
    }

    public void Dispose()
    {
        Free();
        foreach (NativeBlock block in _blocks)
            block.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(_table);
        _table = null;
    }
}
