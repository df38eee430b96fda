namespace Perto.Numerics;

/// <summary>The Gram matrix X'X of a tall matrix.</summary>
public static unsafe class GramMatrix
{
    private const int MostBlocks = 32;
    private const int PanelRows = 128;

    /// <summary>
    /// Computes X'X. The rows are cut into at most 32 blocks whose sums are added in order, so that the result does not
    /// depend on the number of threads.
    /// </summary>
    /// <param name="rows">X, row-major, <paramref name="count"/> x <paramref name="dimensions"/>.</param>
    /// <param name="count">Number of rows.</param>
    /// <param name="dimensions">Number of columns, at least 1.</param>
    /// <param name="parallel">How many threads may work, and when to stop.</param>
    /// <returns>The whole symmetric matrix, row-major, dimensions x dimensions.</returns>
    public static float[] Of(float[] rows, int count, int dimensions, ParallelOptions parallel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)count * dimensions, rows.LongLength, nameof(count));
        int stride = Microkernel.Padded(dimensions);
        int blockRows = Math.Max(PanelRows, ((count + MostBlocks - 1) / MostBlocks + PanelRows - 1) / PanelRows * PanelRows);
        int blocks = (count + blockRows - 1) / blockRows;
        float[][] sums = new float[blocks][];
        Parallel.For(0, blocks, parallel, block =>
        {
            int first = block * blockRows;
            sums[block] = SumOfBlock(rows, first, Math.Min(first + blockRows, count), dimensions, stride);
        });

        float[] gram = new float[dimensions * dimensions];
        foreach (float[] sum in sums)
        {
            for (int i = 0; i < dimensions; i++)
            {
                for (int j = i; j < dimensions; j++)
                    gram[(i * dimensions) + j] += sum[(i * stride) + j];
            }
        }

        for (int i = 0; i < dimensions; i++)
        {
            for (int j = 0; j < i; j++)
                gram[(i * dimensions) + j] = gram[(j * dimensions) + i];
        }

        return gram;
    }

    private static float[] SumOfBlock(float[] rows, int first, int end, int dimensions, int stride)
    {
        float[] sum = new float[stride * stride];
        float[] panel = new float[PanelRows * stride];
        for (int start = first; start < end; start += PanelRows)
        {
            int count = Math.Min(PanelRows, end - start);
            for (int row = 0; row < count; row++)
                rows.AsSpan((start + row) * dimensions, dimensions).CopyTo(panel.AsSpan(row * stride));
            fixed (float* x = panel, c = sum)
                RankUpdate.AddUpper(x, stride, count, stride, c, stride);
        }

        return sum;
    }
}
