using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace Perto.Language;

/// <summary>Counts ids and keeps them in the order in which they came first. Used again for text after text.</summary>
internal sealed class FeatureCounts
{
    /// <summary>Beyond it the memory of one large text is given back.</summary>
    public const int MaxKept = 1 << 16;

    private const int FirstCapacity = 256;

    // Odd, and another in each process, as the runtime's hashes of texts are: nobody can write a text whose ids all fall on one slot. The order of the ids does
    // not depend on it.
    private static readonly ulong Multiplier =
        ((ulong)(uint)"upper".GetHashCode(StringComparison.Ordinal) << 32) | (uint)"lower".GetHashCode(StringComparison.Ordinal) | 1;

    private ulong[] _ids;
    private int[] _counts;

    // The slot of each id, so that clearing costs what the text has and not what a longer one had.
    private int[] _taken;

    // Places in the three arrays, plus one; 0: free. A power of two, at most half full.
    private int[] _slots;
    private int _shift;

    public FeatureCounts() => Allocate(FirstCapacity);

    public int Count { get; private set; }

    public ReadOnlySpan<ulong> Ids => _ids.AsSpan(0, Count);

    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, Count);

    public void Clear()
    {
        if (_ids.Length > MaxKept)
        {
            Allocate(FirstCapacity);
        }
        else
        {
            foreach (int slot in _taken.AsSpan(0, Count))
                _slots[slot] = 0;
        }
        Count = 0;
    }

    public void Add(ulong id)
    {
        int slot = SlotOf(id);
        if (_slots[slot] is not 0 and int place)
        {
            _counts[place - 1]++;
            return;
        }
        if (Count == _ids.Length)
        {
            Grow();
            slot = SlotOf(id);
        }
        _ids[Count] = id;
        _counts[Count] = 1;
        _taken[Count] = slot;
        _slots[slot] = ++Count;
    }

    private void Grow()
    {
        ulong[] ids = _ids;
        int[] counts = _counts;
        Allocate(2 * ids.Length);
        ids.CopyTo(_ids, 0);
        counts.CopyTo(_counts, 0);
        for (int place = 0; place < ids.Length; place++)
        {
            int slot = SlotOf(ids[place]);
            _taken[place] = slot;
            _slots[slot] = place + 1;
        }
    }

    [MemberNotNull(nameof(_ids), nameof(_counts), nameof(_taken), nameof(_slots))]
    private void Allocate(int capacity)
    {
        _ids = new ulong[capacity];
        _counts = new int[capacity];
        _taken = new int[capacity];
        _slots = new int[2 * capacity];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
    }

    // Where an id stands or would stand.
    private int SlotOf(ulong id)
    {
        int slot = (int)((id * Multiplier) >> _shift);
        while (_slots[slot] is not 0 and int place && _ids[place - 1] != id)
            slot = (slot + 1) & (_slots.Length - 1);
        return slot;
    }
}
