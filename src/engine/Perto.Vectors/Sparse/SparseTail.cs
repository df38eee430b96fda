using System.Buffers;
using System.Numerics;

namespace Perto.Vectors;

/// <summary>The newest rows of a head, up to a fixed number. One thread appends, others search at the same time.</summary>
internal sealed class SparseTail
{
    /// <summary>Most rows. Few, because every posting of a query's terms is looked at.</summary>
    public const int MaxRows = 8_192;

    private readonly float[] _lengths = new float[MaxRows];
    private readonly SparseRowList _rows = new();
    private TailTable _table = new(slots: 1_024, postings: 1_024);

    /// <param name="firstRow">The number of the first row in the collection.</param>
    public SparseTail(int firstRow) => FirstRow = firstRow;

    public int FirstRow { get; }

    /// <summary>The rows; only for the thread that appends.</summary>
    public SparseRowList Rows => _rows;

    /// <summary>Appends a row. It can be found at once; a search is told how many rows it may see.</summary>
    public void Append(ReadOnlySpan<uint> dimensions, ReadOnlySpan<float> values)
    {
        int row = _rows.Count;
        _lengths[row] = SparseStatistics.Length(values);
        TailTable table = _table;
        if (!table.HasRoom(dimensions.Length))
            table = table.Grow(dimensions.Length);
        for (int i = 0; i < dimensions.Length; i++)
            table.Add(dimensions[i], row, values[i]);
        _rows.Append(dimensions, values);
        Volatile.Write(ref _table, table);
    }

    /// <summary>How many rows have the dimension.</summary>
    public int Frequency(uint dimension) => Volatile.Read(ref _table).Frequency(dimension);

    /// <summary>Scores every row that has a term of the query.</summary>
    /// <param name="dimensions">The query's dimensions.</param>
    /// <param name="weights">Their weights.</param>
    /// <param name="order">The order in which they are summed: the lower 32 bits are places in the two.</param>
    /// <param name="scoring">How to score.</param>
    /// <param name="constant">See <see cref="Bm25.NormConstant"/>.</param>
    /// <param name="perLength">See <see cref="Bm25.NormPerLength"/>.</param>
    /// <param name="rows">Rows of the collection from this number on are not seen.</param>
    /// <param name="top">Takes what is found.</param>
    /// <param name="filter">Whether a row of the collection may be found.</param>
    public unsafe void Search<TTies, TFilter>(
        ReadOnlySpan<uint> dimensions, ReadOnlySpan<float> weights, ReadOnlySpan<ulong> order, SparseScoring scoring, float constant,
        float perLength, int rows, ref TopRows<TTies> top, TFilter filter)
        where TTies : struct, IRowOrder
        where TFilter : struct, IRowTest
    {
        int count = Math.Min(rows - FirstRow, MaxRows);
        if (count <= 0)
            return;
        TailTable table = Volatile.Read(ref _table);
        int padded = (count + 63) & ~63;
        float[] sumArray = ArrayPool<float>.Shared.Rent(padded);
        ulong* present = stackalloc ulong[MaxRows / 64];
        fixed (float* sums = sumArray)
        {
            new Span<float>(sums, padded).Clear();
            foreach (ulong place in order)
            {
                int term = (int)(uint)place;
                float weight = weights[term];
                for (int posting = table.Newest(dimensions[term]); posting != 0;)
                {
                    posting = table.Read(posting, out int row, out float value);
                    if (row >= count)
                        continue;
                    sums[row] += scoring == SparseScoring.Bm25
                        ? weight * Bm25.Impact(value, constant + (perLength * _lengths[row]))
                        : weight * value;
                    present[row / 64] |= 1UL << row;
                }
            }

            float least = scoring == SparseScoring.Bm25 ? float.Epsilon : float.NegativeInfinity;
            for (int first = 0; first < padded; first += 64)
            {
                ulong hits = present[first / 64] & FloatRun.AtLeast(sums + first, 64, Math.Max(top.Threshold, least));
                for (; hits != 0; hits &= hits - 1)
                {
                    int row = first + BitOperations.TrailingZeroCount(hits);
                    if (sums[row] >= top.Threshold && filter.Passes(FirstRow + row))
                        top.Offer(sums[row], FirstRow + row);
                }
            }
        }
        ArrayPool<float>.Shared.Return(sumArray);
    }
}
