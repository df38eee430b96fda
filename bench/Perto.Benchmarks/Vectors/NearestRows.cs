using Perto.Numerics;

namespace Perto.Benchmarks.Vectors;

/// <summary>The truly nearest rows of each query, by comparing it with every row.</summary>
internal static class NearestRows
{
    /// <summary>For each query the rows, nearest first; fewer than k where fewer pass.</summary>
    public static int[][] Of(VectorData data, int queries, int k, Func<int, bool>? passes = null)
    {
        bool[]? passing = passes is null ? null : [.. Enumerable.Range(0, data.Rows).Select(passes)];
        int[][] nearest = new int[queries][];
        Parallel.For(0, (queries + 3) / 4, four =>
        {
            const int BlockRows = 512;
            int first = four * 4, count = Math.Min(4, queries - first);
            float[] values = new float[4 * data.Dimension], products = new float[4 * BlockRows];
            PriorityQueue<int, float>[] tops = [.. Enumerable.Range(0, count).Select(_ => new PriorityQueue<int, float>())];
            for (int q = 0; q < count; q++)
                data.Query(first + q).CopyTo(values.AsSpan(q * data.Dimension));
            for (int row = 0; row < data.Rows; row += BlockRows)
            {
                int rows = Math.Min(BlockRows, data.Rows - row);
                Distances.FourQueries<DotTerm>(values, Block(data, row, rows), products.AsSpan(0, 4 * rows));
                for (int q = 0; q < count; q++)
                    Take(tops[q], products.AsSpan(q * rows, rows), row, k, passing);
            }
            for (int q = 0; q < count; q++)
                nearest[first + q] = [.. Enumerable.Range(0, tops[q].Count).Select(_ => tops[q].Dequeue()).Reverse()];
        });
        return nearest;
    }

    private static unsafe ReadOnlySpan<float> Block(VectorData data, int row, int rows) => new(data.Pointer(row), rows * data.Dimension);

    private static void Take(PriorityQueue<int, float> top, ReadOnlySpan<float> products, int firstRow, int k, bool[]? passing)
    {
        for (int i = 0; i < products.Length; i++)
        {
            if (passing is not null && !passing[firstRow + i])
                continue;
            if (top.Count < k)
                top.Enqueue(firstRow + i, products[i]);
            else if (top.TryPeek(out _, out float worst) && products[i] > worst)
                top.EnqueueDequeue(firstRow + i, products[i]);
        }
    }
}
