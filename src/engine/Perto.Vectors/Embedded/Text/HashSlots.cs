using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace Perto.Vectors;

/// <summary>
/// From texts to their numbers: open addressing over one array of integers, at most half full, probed in a straight line. The texts and
/// their hashes stand elsewhere. One writer; readers take no lock.
/// </summary>
internal sealed class HashSlots
{
    private const int FewestSlots = 16;

    // Each slot is another line of memory.
    private const int Ahead = 16;

    // A number plus one; 0 for an empty slot. Replaced by a larger one when it is half full.
    private volatile int[] _slots;
    private int _used;

    public HashSlots(int expected = 0) =>
        _slots = new int[Math.Max(FewestSlots, (int)BitOperations.RoundUpToPowerOf2((uint)expected * 2))];

    public long HeldBytes => _slots.Length * (long)sizeof(int);

    /// <summary>The number that was set last for a text; -1 where there is none.</summary>
    public int Find<TKeys>(TKeys keys, ulong hash, ReadOnlySpan<byte> text)
        where TKeys : struct, IUtf8Keys
    {
        int[] slots = _slots;
        int mask = slots.Length - 1;
        for (int at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            // What the number stands for was written before it.
            int number = Volatile.Read(ref slots[at]) - 1;
            if (number < 0 || (keys.Hash(number) == hash && keys.Is(number, text)))
                return number;
        }
    }

    /// <summary>Leads a text to a number, which the keys know already. Replaces the number that it led to before.</summary>
    /// <returns>The number before; -1 if the text is new.</returns>
    public int Set<TKeys>(TKeys keys, int number)
        where TKeys : struct, IUtf8Keys
    {
        if ((_used + 1) * 2L > _slots.Length)
            Grow(keys);
        int[] slots = _slots;
        int mask = slots.Length - 1;
        ulong hash = keys.Hash(number);
        for (int at = (int)hash & mask; ; at = (at + 1) & mask)
        {
            int former = slots[at] - 1;
            if (former >= 0 && !IsSame(keys, former, number, hash))
                continue;
            if (former < 0)
                _used++;
            Volatile.Write(ref slots[at], number + 1);
            return former;
        }
    }

    /// <summary>Does <see cref="Set"/> for consecutive numbers, whose hashes are given.</summary>
    public void SetAll<TKeys>(TKeys keys, int first, ReadOnlySpan<ulong> hashes)
        where TKeys : struct, IUtf8Keys
    {
        while ((_used + hashes.Length) * 2L > _slots.Length)
            Grow(keys);
        int[] slots = _slots;
        int mask = slots.Length - 1;
        for (int i = 0; i < hashes.Length; i++)
        {
            if (i + Ahead < hashes.Length)
                Prefetch(ref slots[(int)hashes[i + Ahead] & mask]);
            int at = (int)hashes[i] & mask;
            while (slots[at] != 0 && !IsSame(keys, slots[at] - 1, first + i, hashes[i]))
                at = (at + 1) & mask;
            _used += slots[at] == 0 ? 1 : 0;
            Volatile.Write(ref slots[at], first + i + 1);
        }
    }

    private static bool IsSame<TKeys>(TKeys keys, int former, int number, ulong hash)
        where TKeys : struct, IUtf8Keys =>
        keys.Hash(former) == hash && keys.AreSame(former, number);

    private static unsafe void Prefetch(ref int slot)
    {
        // Where the array lies may change meanwhile: then the wrong memory is fetched, and nothing else happens.
        if (Sse.IsSupported)
            Sse.Prefetch0(Unsafe.AsPointer(ref slot));
    }

    private void Grow<TKeys>(TKeys keys)
        where TKeys : struct, IUtf8Keys
    {
        int[] slots = new int[checked(_slots.Length * 2)];
        int mask = slots.Length - 1;
        foreach (int number in _slots)
        {
            if (number == 0)
                continue;
            int at = (int)keys.Hash(number - 1) & mask;
            while (slots[at] != 0)
                at = (at + 1) & mask;
            slots[at] = number;
        }
        _slots = slots;
    }
}
