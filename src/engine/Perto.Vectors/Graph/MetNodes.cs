using System.Numerics;
using System.Runtime.CompilerServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// Nodes that a walk has met, as far as it remembers: a table that stays in the processor's nearest cache, in which a later node takes the place of an
/// earlier one. A walk that meets a forgotten node compares it again, and the pool knows it.
/// </summary>
internal sealed unsafe class MetNodes : IDisposable
{
    private const int FewestPlaces = 1 << 11;
    private const uint Spread = 2654435769;

    private NativeBlock _memory = new(0);
    private int* _places;
    private int _shift;

    /// <summary>Forgets all, and makes room for about so many nodes.</summary>
    public void Reset(int nodes)
    {
        int places = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Clamp(nodes, FewestPlaces, 1 << 24));
        if (places * (long)sizeof(int) > _memory.Bytes)
        {
            _memory.Dispose();
            _memory = new NativeBlock(places * (long)sizeof(int));
            _places = (int*)_memory.Pointer;
        }
        _shift = 32 - BitOperations.Log2((uint)places);
        new Span<int>(_places, places).Fill(GraphLinks.End);
    }

    /// <summary>Adds a node; false where it is known.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Add(int node)
    {
        int* place = _places + Place(node, _shift);
        if (*place == node)
            return false;
        *place = node;
        return true;
    }

    /// <summary>
    /// Adds the nodes of a list up to its end and writes those that are new to <paramref name="batch"/>; gives their number. Without branches on what
    /// was met, which nobody can predict.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int AddNew(int* list, int capacity, int* batch)
    {
        int* places = _places;
        int shift = _shift;
        int count = 0;
        for (int i = 0; i < capacity; i++)
        {
            int node = Volatile.Read(ref list[i]);
            if (node < 0)
                break;
            int* place = places + Place(node, shift);
            batch[count] = node;
            count += *place != node ? 1 : 0;
            *place = node;
        }
        return count;
    }

    public void Dispose() => _memory.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static nuint Place(int node, int shift) => (nuint)(((uint)node * Spread) >> shift);
}
