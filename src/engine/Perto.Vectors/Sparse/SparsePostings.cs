using System.Runtime.InteropServices;

namespace Perto.Vectors;

/// <summary>The postings of rows, sorted by dimension and then by row.</summary>
internal sealed class SparsePostings
{
    private readonly int[] _starts;
    private readonly int[] _rows;
    private readonly float[] _values;

    /// <exception cref="VectorStoreException">There are more postings than an array holds.</exception>
    public SparsePostings(ISparseRows rows)
    {
        long total = 0;
        for (int row = 0; row < rows.Count; row++)
            total += rows.Dimensions(row).Length;
        if (total > Array.MaxLength)
            throw new VectorStoreException("rows", total, $"at most {Array.MaxLength} values in all");

        int[] slots = new int[total];
        int[] counts = Number(rows, slots, out uint[] dimensions);
        int[] order = new int[dimensions.Length];
        for (int i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(dimensions, order);
        Dimensions = dimensions;

        _starts = new int[dimensions.Length + 1];
        int[] next = new int[dimensions.Length];
        for (int i = 0; i < order.Length; i++)
        {
            next[order[i]] = _starts[i];
            _starts[i + 1] = _starts[i] + counts[order[i]];
        }

        _rows = new int[total];
        _values = new float[total];
        for (int row = 0, posting = 0; row < rows.Count; row++)
        {
            foreach (float value in rows.Values(row))
            {
                int to = next[slots[posting++]]++;
                _rows[to] = row;
                _values[to] = value;
            }
        }
    }

    /// <summary>The dimensions that occur, ascending.</summary>
    public uint[] Dimensions { get; }

    public int Count => _rows.Length;

    /// <summary>The rows, ascending, that have <c>Dimensions[position]</c>.</summary>
    public ReadOnlySpan<int> Rows(int position) => _rows.AsSpan(_starts[position].._starts[position + 1]);

    /// <summary>What they have there.</summary>
    public ReadOnlySpan<float> Values(int position) => _values.AsSpan(_starts[position].._starts[position + 1]);

    // Numbers the dimensions as they come; slots has the number of each posting's. A dimension is looked up once a posting, not twice.
    private static int[] Number(ISparseRows rows, int[] slots, out uint[] dimensions)
    {
        Dictionary<uint, int> numbers = [];
        List<int> counts = [];
        for (int row = 0, posting = 0; row < rows.Count; row++)
        {
            foreach (uint dimension in rows.Dimensions(row))
            {
                ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, dimension, out bool known);
                if (!known)
                {
                    number = counts.Count;
                    counts.Add(0);
                }
                slots[posting++] = number;
                CollectionsMarshal.AsSpan(counts)[number]++;
            }
        }
        dimensions = new uint[numbers.Count];
        foreach ((uint dimension, int number) in numbers)
            dimensions[number] = dimension;
        return [.. counts];
    }
}
