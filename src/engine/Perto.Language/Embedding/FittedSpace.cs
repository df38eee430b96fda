using System.Numerics;
using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Language;

/// <summary>The space of a corpus: features that several of its texts have, how rare they are, and where the decomposition puts them.</summary>
internal sealed class FittedSpace : IFeatureSpace
{
    // Open addressing over Ids; a place plus one, 0: free. Hashes need no mixing.
    private readonly int[] _slots;
    private readonly float[] _directions;

    /// <param name="ids">The features, distinct.</param>
    /// <param name="weights">How rare each is, above 0.</param>
    /// <param name="directions">Row-major, a row of the space's dimension for each; in half precision, as they are kept.</param>
    public FittedSpace(ulong[] ids, float[] weights, Half[] directions)
    {
        Ids = ids;
        Weights = weights;
        Directions = directions;
        _directions = Array.ConvertAll(directions, value => (float)value);
        Dimension = directions.Length / ids.Length;
        _slots = new int[(int)BitOperations.RoundUpToPowerOf2((uint)ids.Length * 2)];
        for (int place = 0; place < ids.Length; place++)
            _slots[Slot(ids[place])] = place + 1;
    }

    public ulong[] Ids { get; }

    public float[] Weights { get; }

    public Half[] Directions { get; }

    /// <summary>Of a row of <see cref="Directions"/>; the rest of a vector stays 0.</summary>
    public int Dimension { get; }

    /// <summary>Tells spaces apart.</summary>
    public ulong ContentHash()
    {
        ReadOnlySpan<ulong> parts =
        [
            StableHash.Of(MemoryMarshal.AsBytes<ulong>(Ids)),
            StableHash.Of(MemoryMarshal.AsBytes<float>(Weights)),
            StableHash.Of(MemoryMarshal.AsBytes<Half>(Directions)),
        ];
        return StableHash.Of(MemoryMarshal.AsBytes(parts));
    }

    public float WeightOf(ulong id, out int place)
    {
        place = _slots[Slot(id)] - 1;
        return place < 0 ? 0 : Weights[place];
    }

    public void Add(ulong id, int place, float scale, Span<float> vector) =>
        VectorKernels.Axpy(scale, _directions.AsSpan(place * Dimension, Dimension), vector[..Dimension]);

    // Where an id stands or would stand.
    private int Slot(ulong id)
    {
        int mask = _slots.Length - 1;
        int slot = (int)id & mask;
        while (_slots[slot] is not 0 and int place && Ids[place - 1] != id)
            slot = (slot + 1) & mask;
        return slot;
    }
}
