using System.Runtime.CompilerServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// Nodes that a search has met: a byte each, holding the stamp of the search that met it last, so that forgetting all is one addition.
/// </summary>
internal sealed unsafe class VisitedSet : IDisposable
{
    private NativeBlock _stamps = new(0);
    private byte* _first;
    private byte _stamp;

    /// <summary>Nodes that it can hold.</summary>
    public int Capacity { get; private set; }

    /// <summary>Forgets all, and makes room for nodes below <paramref name="nodes"/>.</summary>
    public void Reset(int nodes)
    {
        if (nodes > Capacity)
        {
            _stamps.Dispose();
            // Room for what comes until the next search too, as graphs grow.
            Capacity = (int)Math.Min(int.MaxValue, nodes + (nodes / 8L) + NodeBlocks.BlockNodes);
            _stamps = new NativeBlock(Capacity);
            _first = _stamps.Pointer;
            _stamp = 0;
        }
        if (++_stamp == 0)
        {
            new Span<byte>(_first, Capacity).Clear();
            _stamp = 1;
        }
    }

    /// <summary>Adds a node; false where it was met before. Nodes that came after the search began count as met.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(int node)
    {
        if ((uint)node >= (uint)Capacity || _first[node] == _stamp)
            return false;
        _first[node] = _stamp;
        return true;
    }

    /// <summary>
    /// Adds the nodes of a list up to its end and writes those that were not met before to <paramref name="batch"/>; gives their number.
    /// Without branches on what was met, which nobody can predict.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AddNew(int* list, int capacity, int* batch)
    {
        byte* stamps = _first;
        byte stamp = _stamp;
        int count = 0;
        for (int i = 0; i < capacity; i++)
        {
            int node = Volatile.Read(ref list[i]);
            // Also true for the end mark.
            if ((uint)node >= (uint)Capacity)
            {
                if (node < 0)
                    break;
                continue;
            }
            batch[count] = node;
            count += stamps[node] != stamp ? 1 : 0;
            stamps[node] = stamp;
        }
        return count;
    }

    public void Dispose() => _stamps.Dispose();
}
