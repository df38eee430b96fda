using System.Runtime.CompilerServices;

namespace Perto.Vectors;

/// <summary>Where the bytes of nodes begin in the blocks of a <see cref="NodeBlocks"/>, as values that a loop can keep in registers.</summary>
internal readonly unsafe struct NodePlaces(byte** table, int shift, int mask, long stride)
{
    private readonly byte** _table = table;
    private readonly int _shift = shift;
    private readonly int _mask = mask;
    private readonly long _stride = stride;

    public byte* this[int node]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _table[node >> _shift] + ((node & _mask) * _stride);
    }
}
