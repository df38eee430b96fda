using System.Numerics;
using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// A fixed number of bytes for each node, in native blocks that stay where they are as more come: readers go on while the writer makes room.
/// </summary>
internal sealed unsafe class NodeBlocks : IDisposable
{
    // About 4 to 8 MiB a block, so that small graphs stay small and large ones get huge pages.
    private const int BlockBytesLog = 23;
    private const int SmallestShift = 10;
    private const int LargestShift = 14;

    private readonly int _shift;
    private readonly int _mask;

    private readonly byte _fill;
    private readonly List<NativeBlock> _blocks = [];
    private readonly long _stride;

    // It has room for every node that an int can number, so that it never moves. Untouched parts of it cost nothing.
    private readonly NativeBlock _tableMemory;
    private readonly byte** _table;
    private long _bytes;

    /// <param name="stride">Bytes a node.</param>
    /// <param name="fill">What all bytes are before they are written.</param>
    public NodeBlocks(int stride, byte fill = 0)
    {
        _stride = stride;
        _fill = fill;
        _shift = Math.Clamp(BlockBytesLog - BitOperations.Log2((uint)stride), SmallestShift, LargestShift);
        _mask = BlockNodes - 1;
        _tableMemory = NativeBlock.Reserve((1L << (31 - _shift)) * sizeof(byte*));
        _table = (byte**)_tableMemory.Pointer;
    }

    /// <summary>Bytes a node.</summary>
    public int Stride => (int)_stride;

    /// <summary>Nodes of a block.</summary>
    public int BlockNodes => 1 << _shift;

    /// <summary>Bytes held.</summary>
    public long Bytes => Volatile.Read(ref _bytes);

    /// <summary>Nodes that there is room for.</summary>
    public int Capacity => _blocks.Count * BlockNodes;

    /// <summary>Where a node's bytes begin; there is room for it.</summary>
    public byte* this[int node] => Places[node];

    /// <summary>The same for a loop over many nodes; good as long as this object is.</summary>
    public NodePlaces Places => new(_table, _shift, _mask, _stride);

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
            Volatile.Write(ref _bytes, _bytes + block.Bytes);
        }
    }

    /// <summary>The bytes of nodes from <paramref name="first"/> on that stand together, of at most <paramref name="nodes"/>.</summary>
    public Span<byte> Run(int first, int nodes)
    {
        int together = Math.Min(nodes, BlockNodes - (first & _mask));
        return new Span<byte>(this[first], (int)(together * _stride));
    }

    public void Dispose()
    {
        _tableMemory.Dispose();
        foreach (NativeBlock block in _blocks)
            block.Dispose();
    }
}
