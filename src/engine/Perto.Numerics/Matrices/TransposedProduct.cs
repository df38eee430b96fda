using System.Buffers;

namespace Perto.Numerics;

/// <summary>The product A'B of two tall matrices with as many rows: gradients of a layer's weights, a block seen through a transposed matrix.</summary>
public static unsafe class TransposedProduct
{
    private const int ColumnsOfTask = 64;

    /// <summary>product += A'B, on the calling thread.</summary>
    /// <param name="left">A, row-major, <paramref name="rows"/> x <paramref name="leftColumns"/>.</param>
    /// <param name="leftColumns">Columns of A: rows of the product.</param>
    /// <param name="right">B, row-major, <paramref name="rows"/> x <paramref name="rightColumns"/>.</param>
    /// <param name="rightColumns">Columns of B: columns of the product.</param>
    /// <param name="rows">Rows of both.</param>
    /// <param name="product">Row-major, leftColumns x rightColumns.</param>
    public static void Add(
        ReadOnlySpan<float> left, int leftColumns, ReadOnlySpan<float> right, int rightColumns, int rows, Span<float> product)
    {
        RequireRoom(left.Length, leftColumns, right.Length, rightColumns, rows, product.Length);
        fixed (float* a = left, b = right, c = product)
            Add(a, leftColumns, leftColumns, b, rightColumns, rows, c);
    }

    /// <summary>product = A'B, the columns of A shared among threads; the result does not depend on how many.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{float}, int, ReadOnlySpan{float}, int, int, Span{float})"/>
    public static void Multiply(
        float[] left, int leftColumns, float[] right, int rightColumns, int rows, float[] product, ParallelOptions parallel)
    {
        RequireRoom(left.LongLength, leftColumns, right.LongLength, rightColumns, rows, product.LongLength);
        product.AsSpan(0, leftColumns * rightColumns).Clear();
        Parallel.For(0, (leftColumns + ColumnsOfTask - 1) / ColumnsOfTask, parallel, task =>
        {
            int first = task * ColumnsOfTask;
            int count = Math.Min(ColumnsOfTask, leftColumns - first);
            fixed (float* a = left, b = right, c = product)
                Add(a + first, leftColumns, count, b, rightColumns, rows, c + ((nint)first * rightColumns));
        });
    }

    private static void Add(float* a, nint aStride, int aColumns, float* b, int bColumns, int rows, float* c)
    {
        int width = Microkernel.Columns;
        float[] stripBuffer = ArrayPool<float>.Shared.Rent(ProductTiles.StripValues(aColumns, ProductTiles.DepthBlock));
        float[] panelBuffer = ArrayPool<float>.Shared.Rent(Microkernel.Padded(bColumns) * ProductTiles.DepthBlock);
        fixed (float* strips = stripBuffer, panels = panelBuffer)
        {
            for (int start = 0; start < rows; start += ProductTiles.DepthBlock)
            {
                int depth = Math.Min(ProductTiles.DepthBlock, rows - start);
                ProductTiles.GroupColumns(a + (start * aStride), aStride, depth, aColumns, Microkernel.Rows, strips);
                ProductTiles.GroupColumns(b + ((nint)start * bColumns), bColumns, depth, bColumns, width, panels);
                ProductTiles.Add(strips, aColumns, panels, (nint)width * depth, bColumns, depth, c, bColumns, scale: 1);
            }
        }

        ArrayPool<float>.Shared.Return(stripBuffer);
        ArrayPool<float>.Shared.Return(panelBuffer);
    }

    private static void RequireRoom(long left, int leftColumns, long right, int rightColumns, int rows, long product)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * leftColumns, left, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * rightColumns, right, nameof(rows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)leftColumns * rightColumns, product, nameof(product));
    }
}
