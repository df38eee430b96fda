using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Perto.Vectors;

namespace Perto.Benchmarks.Sparse;

/// <summary>
/// The obvious good BM25 without pruning: uncompressed postings, a precomputed norm a row, an accumulator a row, eight impacts at a time, and
/// a scan of the accumulators that dismisses 8 rows by one comparison.
/// </summary>
internal sealed unsafe class TermAtATime
{
    private readonly Dictionary<uint, (int[] Rows, float[] Frequencies)> _terms = [];
    private readonly float[] _norms;
    private readonly float[] _sums;
    private readonly Bm25 _bm25;

    public TermAtATime(ISparseRows rows, Bm25 bm25, float averageLength)
    {
        _bm25 = bm25;
        int padded = (rows.Count + 7) & ~7;
        _norms = new float[padded];
        _sums = new float[padded];
        Dictionary<uint, (List<int> Rows, List<float> Frequencies)> lists = [];
        for (int row = 0; row < rows.Count; row++)
        {
            ReadOnlySpan<uint> dimensions = rows.Dimensions(row);
            ReadOnlySpan<float> values = rows.Values(row);
            _norms[row] = bm25.NormConstant + (bm25.NormPerLength(averageLength) * SparseStatistics.Length(values));
            for (int i = 0; i < dimensions.Length; i++)
            {
                if (!lists.TryGetValue(dimensions[i], out (List<int> Rows, List<float> Frequencies) list))
                    lists[dimensions[i]] = list = ([], []);
                list.Rows.Add(row);
                list.Frequencies.Add(values[i]);
            }
        }
        foreach ((uint dimension, (List<int> termRows, List<float> frequencies)) in lists)
            _terms[dimension] = ([.. termRows], [.. frequencies]);
    }

    public int Frequency(uint dimension) => _terms.TryGetValue(dimension, out (int[] Rows, float[] Frequencies) term) ? term.Rows.Length : 0;

    public void Search(ReadOnlySpan<uint> dimensions, long rows, ref TopRows<RowNumberOrder> top)
    {
        Array.Clear(_sums);
        fixed (float* sums = _sums, norms = _norms)
        {
            // From the rarest on, as scores are defined.
            Span<(int Frequency, uint Dimension)> order = stackalloc (int, uint)[dimensions.Length];
            for (int i = 0; i < dimensions.Length; i++)
                order[i] = (Frequency(dimensions[i]), dimensions[i]);
            order.Sort();
            foreach ((int frequency, uint dimension) in order)
            {
                if (frequency != 0)
                    Add(_terms[dimension], _bm25.TermWeight(rows, frequency), sums, norms);
            }
            for (int row = 0; row < _sums.Length; row += 8)
            {
                float floor = Math.Max(top.Threshold, float.Epsilon);
                if (!Vector256.GreaterThanOrEqualAny(Vector256.Load(sums + row), Vector256.Create(floor)))
                    continue;
                for (int i = row; i < row + 8; i++)
                {
                    if (sums[i] >= Math.Max(top.Threshold, float.Epsilon))
                        top.Offer(sums[i], i);
                }
            }
        }
    }

    private static void Add((int[] Rows, float[] Frequencies) term, float weight, float* sums, float* norms)
    {
        fixed (int* rows = term.Rows)
        fixed (float* frequencies = term.Frequencies)
        {
            int i = 0;
            if (Avx2.IsSupported)
            {
                Vector256<float> weights = Vector256.Create(weight);
                float* scores = stackalloc float[8];
                for (; i + 8 <= term.Rows.Length; i += 8)
                {
                    Vector256<float> frequency = Vector256.Load(frequencies + i);
                    Vector256<float> norm = Avx2.GatherVector256(norms, Vector256.Load(rows + i), sizeof(float));
                    (weights * (frequency / (frequency + norm))).Store(scores);
                    for (int lane = 0; lane < 8; lane++)
                        sums[rows[i + lane]] += scores[lane];
                }
            }
            for (; i < term.Rows.Length; i++)
                sums[rows[i]] += weight * Bm25.Impact(frequencies[i], norms[rows[i]]);
        }
    }
}
