using System.Numerics;

namespace Perto.Vectors;

/// <summary>
/// A hash table from dimension to postings, linked from the newest to the oldest. One thread adds, others read at the same time.
/// </summary>
/// <remarks>
/// A posting and the key of its slot are written before the slot leads to them, and never change afterwards. A table that is full is copied
/// and not touched again: who still reads it sees what was added before.
/// </remarks>
internal sealed class TailTable
{
    private const uint Spread = 0x9E3779B1;

    private readonly uint[] _keys;

    // The newest posting of a slot, counted from 1; 0: the slot is free.
    private readonly int[] _newest;
    private readonly int[] _frequencies;
    private readonly int[] _next;
    private readonly int[] _rows;
    private readonly float[] _values;
    private readonly int _shift;
    private int _used;
    private int _postings;

    public TailTable(int slots, int postings)
    {
        slots = (int)BitOperations.RoundUpToPowerOf2((uint)slots);
        _keys = new uint[slots];
        _newest = new int[slots];
        _frequencies = new int[slots];
        _next = new int[postings];
        _rows = new int[postings];
        _values = new float[postings];
        _shift = 32 - BitOperations.Log2((uint)slots);
    }

    /// <summary>Whether a row of so many dimensions can be added. At most half of the slots are used.</summary>
    public bool HasRoom(int dimensions) => _postings + dimensions <= _rows.Length && (_used + dimensions) * 2L <= _keys.Length;

    /// <summary>A copy with room for at least so many dimensions more.</summary>
    public TailTable Grow(int dimensions)
    {
        int slots = _keys.Length, postings = _rows.Length;
        while ((_used + dimensions) * 2L > slots)
            slots = checked(slots * 2);
        while (_postings + dimensions > postings)
            postings = checked(postings * 2);
        TailTable grown = new(slots, postings) { _used = _used, _postings = _postings };
        for (int slot = 0; slot < _keys.Length; slot++)
        {
            if (_newest[slot] == 0)
                continue;
            int to = grown.Slot(_keys[slot]);
            grown._keys[to] = _keys[slot];
            grown._newest[to] = _newest[slot];
            grown._frequencies[to] = _frequencies[slot];
        }
        Array.Copy(_next, grown._next, _postings);
        Array.Copy(_rows, grown._rows, _postings);
        Array.Copy(_values, grown._values, _postings);
        return grown;
    }

    public void Add(uint dimension, int row, float value)
    {
        int slot = Slot(dimension);
        if (_newest[slot] == 0)
        {
            _keys[slot] = dimension;
            _used++;
        }
        _next[_postings] = _newest[slot];
        _rows[_postings] = row;
        _values[_postings] = value;
        _frequencies[slot]++;
        Volatile.Write(ref _newest[slot], ++_postings);
    }

    /// <summary>How many rows have the dimension.</summary>
    public int Frequency(uint dimension)
    {
        int slot = Slot(dimension);
        return Volatile.Read(ref _newest[slot]) == 0 ? 0 : _frequencies[slot];
    }

    /// <summary>The newest posting of a dimension, or 0.</summary>
    public int Newest(uint dimension) => Volatile.Read(ref _newest[Slot(dimension)]);

    /// <summary>Reads a posting.</summary>
    /// <param name="posting">From <see cref="Newest"/> or from here; not 0.</param>
    /// <param name="row">Its row.</param>
    /// <param name="value">Its value.</param>
    /// <returns>The posting before it, of a row before, or 0.</returns>
    public int Read(int posting, out int row, out float value)
    {
        row = _rows[posting - 1];
        value = _values[posting - 1];
        return _next[posting - 1];
    }

    // The slot of a dimension, or the free one where it belongs.
    private int Slot(uint dimension)
    {
        int slot = (int)((ulong)(dimension * Spread) >> _shift);
        while (Volatile.Read(ref _newest[slot]) != 0 && _keys[slot] != dimension)
            slot = (slot + 1) & (_keys.Length - 1);
        return slot;
    }
}
