using System.Collections.Concurrent;

namespace Perto.Vectors;

/// <summary>
/// What BM25 knows of all live rows of a field: how many there are, how long they are, and how many of the rows that are written have died
/// for each dimension. How many rows were written with a dimension is in the parts and in the head.
/// </summary>
/// <remarks>One writer at a time. Readers do not wait; they may see a write half counted, which shifts a score as the write itself will.</remarks>
internal sealed class SparseStatistics
{
    private readonly ConcurrentDictionary<uint, int> _dead = new();
    private long _rows;
    private double _totalLength;

    /// <summary>Live rows that are not empty: a record without the field says nothing about how rare a term is.</summary>
    public long Rows => Volatile.Read(ref _rows);

    /// <summary>The mean length of live rows; 1 where there is none.</summary>
    public float AverageLength
    {
        get
        {
            double average = Volatile.Read(ref _totalLength) / Volatile.Read(ref _rows);
            // Sums of floats that are taken away again leave a rest, of either sign.
            return average is > 1e-15 and < 1e30 ? (float)average : 1;
        }
    }

    /// <summary>The length of a row: the sum of its values.</summary>
    public static float Length(ReadOnlySpan<float> values)
    {
        double length = 0;
        foreach (float value in values)
            length += value;
        return (float)length;
    }

    /// <summary>Counts the rows of a part, all of them as live: those that are not are to be removed.</summary>
    public void Add(SparsePart part) => Count(part.FilledRows, part.TotalLength);

    /// <summary>Counts a row that was appended to the head.</summary>
    public void Append(ReadOnlySpan<float> values) => Count(values.IsEmpty ? 0 : 1, Length(values));

    /// <summary>A row died; its postings are still in the head or in a part.</summary>
    public void Remove(ReadOnlySpan<uint> dimensions, ReadOnlySpan<float> values)
    {
        Count(values.IsEmpty ? 0 : -1, -Length(values));
        foreach (uint dimension in dimensions)
            _dead[dimension] = Dead(dimension) + 1;
    }

    /// <summary>A row that died earlier has no postings any more: the part that held it was written again without it.</summary>
    public void Forget(ReadOnlySpan<uint> dimensions)
    {
        foreach (uint dimension in dimensions)
        {
            int left = Dead(dimension) - 1;
            if (left > 0)
                _dead[dimension] = left;
            else
                _dead.TryRemove(dimension, out _);
        }
    }

    /// <summary>How many dead rows have postings of a dimension.</summary>
    public int Dead(uint dimension) => _dead.TryGetValue(dimension, out int count) ? count : 0;

    private void Count(long rows, double length)
    {
        Volatile.Write(ref _totalLength, _totalLength + length);
        Volatile.Write(ref _rows, _rows + rows);
    }
}
