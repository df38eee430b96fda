using System.Buffers;

namespace Perto.Vectors.Tests;

/// <summary>A field as a collection would keep it: some rows in parts, the rest in a head, some of them dead; with the obvious search beside.</summary>
internal sealed class SparseField
{
    private readonly List<(uint[] Dimensions, float[] Values)> _rows = [];
    private readonly HashSet<int> _dead = [];
    private readonly SparseScoring _scoring;

    /// <param name="rows">All rows.</param>
    /// <param name="scoring">How to score.</param>
    /// <param name="cuts">Where a part ends and the next begins, ascending; what is behind the last goes to the head.</param>
    /// <param name="bm25">The parameters of queries.</param>
    /// <param name="written">The parameters by which parts are written, if they are others.</param>
    public SparseField(
        IReadOnlyList<(uint[] Dimensions, float[] Values)> rows, SparseScoring scoring, int[] cuts, Bm25? bm25 = null, Bm25? written = null)
    {
        _scoring = scoring;
        Bm25 = bm25 ?? new Bm25();
        _rows.AddRange(rows);
        int first = 0;
        List<SparsePart> parts = [];
        foreach (int cut in cuts)
        {
            parts.Add(SparsePart.Open(SparseBytes.Copy(Written(rows.Skip(first).Take(cut - first), scoring, written ?? Bm25)), first));
            Statistics.Add(parts[^1]);
            first = cut;
        }
        Parts = [.. parts];
        Head = new SparseHead(scoring, Bm25, first);
        foreach ((uint[] dimensions, float[] values) in rows.Skip(first))
        {
            Head.Append(dimensions, values);
            Statistics.Append(values);
        }
    }

    public SparsePart[] Parts { get; }

    public SparseHead Head { get; }

    public Bm25 Bm25 { get; }

    public SparseStatistics Statistics { get; } = new();

    public int Count => _rows.Count;

    public static byte[] Written(IEnumerable<(uint[] Dimensions, float[] Values)> rows, SparseScoring scoring, Bm25 bm25)
    {
        SparseRowList list = new();
        foreach ((uint[] dimensions, float[] values) in rows)
            list.Append(dimensions, values);
        ArrayBufferWriter<byte> bytes = new();
        SparsePartWriter.Write(list, scoring, bm25, bytes);
        return bytes.WrittenSpan.ToArray();
    }

    public void Append(uint[] dimensions, float[] values)
    {
        _rows.Add((dimensions, values));
        Assert.Equal(_rows.Count - 1, Head.Append(dimensions, values));
        Statistics.Append(values);
    }

    public void Kill(int row)
    {
        Assert.True(_dead.Add(row));
        Statistics.Remove(_rows[row].Dimensions, _rows[row].Values);
    }

    public (float Score, int Row)[] Search(uint[] dimensions, float[] weights, int k, Func<int, bool>? filter = null, bool newestFirst = false) =>
        newestFirst
            ? Search(dimensions, weights, k, filter, default(NewestFirst))
            : Search(dimensions, weights, k, filter, default(RowNumberOrder));

    /// <summary>Every live row that passes, scored one by one.</summary>
    public (float Score, int Row)[] SlowSearch(uint[] dimensions, float[] weights, int k, Func<int, bool>? filter = null, bool newestFirst = false)
    {
        long live = 0;
        double total = 0;
        Dictionary<uint, int> frequencies = [];
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_dead.Contains(row) || _rows[row].Dimensions.Length == 0)
                continue;
            live++;
            total += (float)_rows[row].Values.Sum(value => (double)value);
            foreach (uint dimension in _rows[row].Dimensions)
                frequencies[dimension] = frequencies.GetValueOrDefault(dimension) + 1;
        }
        float average = live > 0 && total > 0 ? (float)(total / live) : 1;

        float[] scaled = [.. weights];
        if (_scoring == SparseScoring.Bm25)
        {
            for (int t = 0; t < scaled.Length; t++)
            {
                int df = frequencies.GetValueOrDefault(dimensions[t]);
                scaled[t] *= (float)(Math.Log(1 + ((live - df + 0.5) / (df + 0.5))) * (Bm25.K1 + 1));
            }
        }
        int[] order = [.. Enumerable.Range(0, scaled.Length).OrderByDescending(t => Math.Abs(scaled[t])).ThenBy(t => t)];

        List<(float Score, int Row)> hits = [];
        for (int row = 0; row < _rows.Count; row++)
        {
            if (_dead.Contains(row) || filter?.Invoke(row) == false)
                continue;
            float score = 0;
            bool shares = false;
            (uint[] rowDimensions, float[] rowValues) = _rows[row];
            float norm = Math.Max(Bm25.K1 * (1 - Bm25.B), 1e-30f) + (Bm25.K1 * Bm25.B / average * (float)rowValues.Sum(value => (double)value));
            foreach (int t in order)
            {
                int at = Array.BinarySearch(rowDimensions, dimensions[t]);
                if (at < 0)
                    continue;
                shares = true;
                score += scaled[t] * (_scoring == SparseScoring.Bm25 ? rowValues[at] / (rowValues[at] + norm) : rowValues[at]);
            }
            if (shares && (_scoring == SparseScoring.Dot || score > 0))
                hits.Add((score, row));
        }
        return [.. hits.OrderByDescending(hit => hit.Score).ThenBy(hit => newestFirst ? -hit.Row : hit.Row).Take(k)];
    }

    private (float Score, int Row)[] Search<TTies>(uint[] dimensions, float[] weights, int k, Func<int, bool>? filter, TTies ties)
        where TTies : struct, IRowOrder
    {
        TopRows<TTies> top = new(k, ties);
        SparseSearch.Run(
            new SparseIndex(Parts, Head, Head.End), dimensions, weights, _scoring, Bm25, Statistics, ref top, new LiveRows(_dead, filter));
        top.Sort();
        (float Score, int Row)[] hits = new (float Score, int Row)[top.Count];
        for (int i = 0; i < hits.Length; i++)
            hits[i] = top[i];
        top.Return();
        return hits;
    }

    private readonly struct LiveRows(HashSet<int> dead, Func<int, bool>? filter) : IRowTest
    {
        public bool Passes(int row) => !dead.Contains(row) && filter?.Invoke(row) != false;
    }

    private readonly struct NewestFirst : IRowOrder
    {
        public bool IsBefore(int row, int other) => row > other;
    }
}
