using System.Buffers;

namespace Perto.Vectors;

/// <summary>The best rows of all parts of a field, and of its head, for a sparse query.</summary>
/// <remarks>
/// A score is a sum of floats, and the order of its terms is part of its definition: from the greatest weight to the least, by magnitude
/// (of BM25 the query's weight times idf), equal ones by dimension. It depends on the query and the statistics alone; so a row has the same
/// score, to the last bit, in whatever form it lies and whatever else is skipped.
/// </remarks>
internal static unsafe class SparseSearch
{
    // More than the rounding of an impact, a product and a code's scale together.
    private const float Widening = 1.00001f;

    /// <summary>Searches the parts, with the threshold carried over from one to the next. Nothing is allocated once pools are warm.</summary>
    /// <param name="index">The parts and the head; all of them made for <paramref name="scoring"/>.</param>
    /// <param name="dimensions">The query's dimensions, ascending and distinct.</param>
    /// <param name="weights">Their weights, finite and at most 1e15 in magnitude. Of BM25 1 is usual.</param>
    /// <param name="scoring">How to score.</param>
    /// <param name="bm25">The parameters of BM25.</param>
    /// <param name="statistics">What is known of the live rows.</param>
    /// <param name="top">Takes what is found.</param>
    /// <param name="filter">Whether a row may be found; asked only of rows that score enough. It has to refuse dead rows.</param>
    /// <exception cref="Perto.Numerics.BinaryFormatException">A part is damaged.</exception>
    public static void Run<TTies, TFilter>(
        SparseIndex index, ReadOnlySpan<uint> dimensions, ReadOnlySpan<float> weights, SparseScoring scoring, Bm25 bm25,
        SparseStatistics statistics, ref TopRows<TTies> top, TFilter filter)
        where TTies : struct, IRowOrder
        where TFilter : struct, IRowTest
    {
        if (dimensions.Length != weights.Length)
            throw new ArgumentException($"a query has a weight a dimension; it has {dimensions.Length} dimensions and {weights.Length} weights");
        if (dimensions.IsEmpty)
            return;
        int terms = dimensions.Length, parts = index.Count;
        int[] positions = ArrayPool<int>.Shared.Rent(Math.Max(parts * terms, 1));
        ulong[] order = ArrayPool<ulong>.Shared.Rent(terms);
        float[] scaled = ArrayPool<float>.Shared.Rent(terms);
        PartTerm[] partTerms = ArrayPool<PartTerm>.Shared.Rent(terms);

        float averageLength = statistics.AverageLength;
        Weigh(index, dimensions, weights, scoring, bm25, statistics, positions, scaled, order);
        for (int p = 0; p < parts; p++)
        {
            SparsePart part = index[p];
            float growth = scoring == SparseScoring.Bm25 ? bm25.GrowthSince(part.BoundParameters, part.BoundAverageLength, averageLength) : 1;
            int found = 0;
            float most = 0;
            for (int t = 0; t < terms; t++)
            {
                int term = (int)(uint)order[t];
                int position = positions[(p * terms) + term];
                if (position < 0)
                    continue;
                PartTerm partTerm = Term(part.TermAt(position), scaled[term], growth);
                partTerms[found++] = partTerm;
                most += partTerm.Scale * byte.MaxValue;
            }
            if (found != 0 && most >= top.Threshold)
                Scan(part, partTerms.AsSpan(0, found), scoring, bm25, averageLength, index.RowsOf(p), ref top, filter);
        }

        index.Tail?.Search(
            dimensions, scaled, order.AsSpan(0, terms), scoring, bm25.NormConstant, bm25.NormPerLength(averageLength), index.Rows, ref top, filter);

        ArrayPool<PartTerm>.Shared.Return(partTerms);
        ArrayPool<float>.Shared.Return(scaled);
        ArrayPool<ulong>.Shared.Return(order);
        ArrayPool<int>.Shared.Return(positions);
    }

    private static void Weigh(
        SparseIndex index, ReadOnlySpan<uint> dimensions, ReadOnlySpan<float> weights, SparseScoring scoring, Bm25 bm25,
        SparseStatistics statistics, int[] positions, float[] scaled, ulong[] order)
    {
        int parts = index.Count;
        long rows = statistics.Rows;
        for (int t = 0; t < dimensions.Length; t++)
        {
            if (t != 0 && dimensions[t] <= dimensions[t - 1])
                throw new ArgumentException($"the dimensions of a query ascend; {dimensions[t]} follows {dimensions[t - 1]}");
            long frequency = 0;
            for (int p = 0; p < parts; p++)
            {
                SparsePart part = index[p];
                if (part.Scoring != scoring)
                    throw new ArgumentException($"the part was written for {part.Scoring}; the query is for {scoring}");
                int position = part.Find(dimensions[t]);
                positions[(p * dimensions.Length) + t] = position;
                if (position >= 0)
                    frequency += part.Frequency(position);
            }
            if (index.Tail is { } tail)
                frequency += tail.Frequency(dimensions[t]);
            scaled[t] = weights[t];
            if (scoring == SparseScoring.Bm25)
                scaled[t] *= bm25.TermWeight(rows, frequency - statistics.Dead(dimensions[t]));
            // Floats that are not negative compare like their bits; the complement puts the greatest first.
            order[t] = ((ulong)~BitConverter.SingleToUInt32Bits(Math.Abs(scaled[t])) << 32) | (uint)t;
        }
        order.AsSpan(0, dimensions.Length).Sort();
    }

    private static PartTerm Term(SparseTerm term, float weight, float growth)
    {
        bool negative = weight < 0;
        float scale = Math.Abs(weight) * (negative ? term.Lowest : term.Highest) * growth * (Widening / byte.MaxValue);
        // Never 0, so that a block has a bound if it has a term, and never infinite, because 0 times that is no number.
        return new PartTerm(term, weight, Math.Clamp(scale, 1e-37f, float.MaxValue / byte.MaxValue), negative);
    }

    private static void Scan<TTies, TFilter>(
        SparsePart part, Span<PartTerm> terms, SparseScoring scoring, Bm25 bm25, float averageLength, int rows,
        ref TopRows<TTies> top, TFilter filter)
        where TTies : struct, IRowOrder
        where TFilter : struct, IRowTest
    {
        float* buffer = stackalloc float[3 * Bm25Kernel.BufferRows];
        if (scoring == SparseScoring.Bm25)
        {
            Bm25Kernel kernel = new(buffer, part.Lengths, bm25.NormConstant, bm25.NormPerLength(averageLength));
            PartScan.Run(part, terms, kernel, rows, ref top, filter);
        }
        else
        {
            PartScan.Run(part, terms, new DotKernel(buffer), rows, ref top, filter);
        }
    }
}
