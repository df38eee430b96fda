using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// The nearest nodes seen so far, nearest first, in one sorted array of 64-bit entries: the distance as an ordered number, the node, and a bit that says
/// whether its neighbours were looked at. One comparison orders two entries; putting one in moves a few hundred bytes.
/// </summary>
internal sealed unsafe class CandidatePool : IDisposable
{
    private const int Counted = 256;

    private NativeBlock _memory = new(64 * sizeof(long));
    private long* _entries;
    private int _capacity;

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>No entry above it would be taken.</summary>
    public long Worst { get; private set; }

    /// <summary>Forgets all, and takes at most <paramref name="capacity"/> from now on.</summary>
    public void Reset(int capacity)
    {
        if (capacity * (long)sizeof(long) > _memory.Bytes)
        {
            _memory.Dispose();
            _memory = new NativeBlock(capacity * 2L * sizeof(long));
        }
        _entries = (long*)_memory.Pointer;
        _capacity = capacity;
        Count = 0;
        Worst = long.MaxValue;
    }

    /// <summary>An entry whose neighbours were not looked at.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Entry(float distance, int node) => ((long)Ordered(distance) << 32) | ((uint)node << 1);

    /// <summary>The node of an entry.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int NodeOf(long entry) => (int)((uint)entry >> 1);

    /// <summary>The node of the entry at a position.</summary>
    public int Node(int position) => NodeOf(_entries[position]);

    /// <summary>The distance of the entry at a position.</summary>
    public float Distance(int position) => DistanceOf(_entries[position]);

    public bool IsExpanded(int position) => (_entries[position] & 1) != 0;

    public void Expand(int position) => _entries[position] |= 1;

    /// <summary>Puts an entry in its place; gives the place, or the capacity where it is too far.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Offer(long entry) => entry >= Worst ? _capacity : Insert(entry);

    /// <summary>The first position from <paramref name="position"/> on whose neighbours were not looked at; the count where there is none.</summary>
    public int NextUnexpanded(int position)
    {
        while (position < Count && IsExpanded(position))
            position++;
        return position;
    }

    // One that is in already, expanded or not, stays where it is.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private int Insert(long entry)
    {
        long* entries = _entries;
        int low = Below(entries, Count, entry);
        if (low < Count && (entries[low] | 1) == (entry | 1))
            return _capacity;
        int last = Count < _capacity ? Count++ : Count - 1;
        for (; last - Vector256<long>.Count >= low; last -= Vector256<long>.Count)
            Vector256.Store(Vector256.Load(entries + last - Vector256<long>.Count), entries + last - Vector256<long>.Count + 1);
        for (; last > low; last--)
            entries[last] = entries[last - 1];
        entries[low] = entry;
        if (Count == _capacity)
            Worst = entries[Count - 1];
        return low;
    }

    /// <summary>Takes the nearest of another pool over, as many as there is room for.</summary>
    public void Take(CandidatePool from)
    {
        Count = Math.Min(_capacity, from.Count);
        new ReadOnlySpan<long>(from._entries, Count).CopyTo(new Span<long>(_entries, Count));
    }

    /// <summary>Gives the entry at a position another distance; call <see cref="Order"/> when all have theirs.</summary>
    public void Replace(int position, float distance) => _entries[position] = Entry(distance, Node(position));

    /// <summary>Sorts after distances were replaced a little, and keeps the nearest.</summary>
    public void Order(int most)
    {
        // By insertion: what is nearly in order moves hardly at all.
        for (int i = 1; i < Count; i++)
        {
            long entry = _entries[i];
            int at = i;
            for (; at > 0 && _entries[at - 1] > entry; at--)
                _entries[at] = _entries[at - 1];
            _entries[at] = entry;
        }
        _capacity = most;
        Count = Math.Min(Count, most);
        Worst = Count == most && most > 0 ? _entries[Count - 1] : long.MaxValue;
    }

    public void Dispose() => _memory.Dispose();

    // How many entries are smaller. Counting all of a few hundred takes less time than the wrong guesses of a binary search.
    private static int Below(long* entries, int count, long entry)
    {
        int low = 0, high = count;
        while (high - low > Counted)
        {
            int middle = (low + high) >> 1;
            if (entries[middle] < entry)
                low = middle + 1;
            else
                high = middle;
        }
        Vector256<long> wanted = Vector256.Create(entry), first = default, second = default;
        int at = low, smaller = 0;
        for (; at + (2 * Vector256<long>.Count) <= high; at += 2 * Vector256<long>.Count)
        {
            // Of each that is smaller -1.
            first += Vector256.LessThan(Vector256.Load(entries + at), wanted);
            second += Vector256.LessThan(Vector256.Load(entries + at + Vector256<long>.Count), wanted);
        }
        for (; at < high; at++)
            smaller += entries[at] < entry ? 1 : 0;
        return low + smaller - (int)Vector256.Sum(first + second);
    }

    // Bits of floats order like integers of one sign.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Ordered(float distance)
    {
        int bits = BitConverter.SingleToInt32Bits(distance);
        return bits ^ ((bits >> 31) & int.MaxValue);
    }

    /// <summary>The distance of an entry.</summary>
    public static float DistanceOf(long entry)
    {
        int ordered = (int)(entry >> 32);
        return BitConverter.Int32BitsToSingle(ordered ^ ((ordered >> 31) & int.MaxValue));
    }
}
