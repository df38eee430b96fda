using System.Buffers;

namespace Perto.Numerics;

/// <summary>
/// A matrix B laid out for many products A * B': scores of users for items, updates of a blocked inverse, layers of a network.
/// Packing costs one pass over B; the products then run at the speed of the multiply-add units. Immutable and thread-safe.
/// </summary>
public sealed unsafe class PackedMatrix
{
    private const int RowBlock = 64;

    // Panels of Microkernel.Columns rows of B; in a panel the values of one column of B stand together.
    private readonly float[] _panels;

    private PackedMatrix(int rows, int columns, float[] panels)
    {
        Rows = rows;
        Columns = columns;
        _panels = panels;
    }

    /// <summary>Rows of B: columns of the product.</summary>
    public int Rows { get; }

    /// <summary>Columns of B: columns of A, the length of the inner products.</summary>
    public int Columns { get; }

    /// <summary>Packs B.</summary>
    /// <param name="values">Row-major, <paramref name="rows"/> x <paramref name="columns"/>.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns.</param>
    /// <param name="parallel">How many threads may work, and when to stop.</param>
    public static PackedMatrix Pack(float[] values, int rows, int columns, ParallelOptions parallel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * columns, values.LongLength, nameof(rows));
        int width = Microkernel.Columns;
        int panelCount = (rows + width - 1) / width;
        float[] panels = new float[(long)panelCount * width * columns];
        Parallel.For(0, panelCount, parallel, panel =>
        {
            Span<float> target = panels.AsSpan(panel * width * columns, width * columns);
            int count = Math.Min(width, rows - (panel * width));
            for (int row = 0; row < count; row++)
            {
                ReadOnlySpan<float> source = values.AsSpan(((panel * width) + row) * columns, columns);
                for (int k = 0; k < source.Length; k++)
                    target[(k * width) + row] = source[k];
            }
        });
        return new PackedMatrix(rows, columns, panels);
    }

    /// <summary>Packs the transpose of a matrix C, so that the products are A * C.</summary>
    /// <param name="values">C, row-major, <paramref name="rows"/> x <paramref name="columns"/>.</param>
    /// <param name="rows">Rows of C: <see cref="Columns"/> of what is packed.</param>
    /// <param name="columns">Columns of C: <see cref="Rows"/> of what is packed.</param>
    /// <param name="parallel">How many threads may work, and when to stop.</param>
    public static PackedMatrix PackTransposed(float[] values, int rows, int columns, ParallelOptions parallel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)rows * columns, values.LongLength, nameof(rows));
        int width = Microkernel.Columns;
        int panelCount = (columns + width - 1) / width;
        float[] panels = new float[(long)panelCount * width * rows];
        Parallel.For(0, panelCount, parallel, panel =>
        {
            int left = panel * width;
            fixed (float* source = values, target = panels)
            {
                ProductTiles.GroupColumns(
                    source + left, columns, rows, Math.Min(width, columns - left), width, target + ((nint)left * rows));
            }
        });
        return new PackedMatrix(columns, rows, panels);
    }

    /// <summary>product = A * B', on the calling thread.</summary>
    /// <param name="left">A, row-major, <paramref name="leftRows"/> x <see cref="Columns"/>.</param>
    /// <param name="leftRows">Rows of A.</param>
    /// <param name="product">Row-major, leftRows x <see cref="Rows"/>; overwritten.</param>
    public void Multiply(ReadOnlySpan<float> left, int leftRows, Span<float> product)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)leftRows * Columns, left.Length, nameof(leftRows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)leftRows * Rows, product.Length, nameof(leftRows));
        product[..(leftRows * Rows)].Clear();
        fixed (float* a = left, c = product)
            Add(1, a, Columns, leftRows, c, Rows, Rows);
    }

    /// <summary>product = A * B', rows of A shared among threads; the result does not depend on how many.</summary>
    /// <inheritdoc cref="Multiply(ReadOnlySpan{float}, int, Span{float})"/>
    public void Multiply(float[] left, int leftRows, float[] product, ParallelOptions parallel)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)leftRows * Columns, left.LongLength, nameof(leftRows));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)leftRows * Rows, product.LongLength, nameof(leftRows));
        Parallel.For(0, (leftRows + RowBlock - 1) / RowBlock, parallel, block =>
        {
            int first = block * RowBlock;
            int count = Math.Min(RowBlock, leftRows - first);
            Multiply(left.AsSpan(first * Columns, count * Columns), count, product.AsSpan(first * Rows, count * Rows));
        });
    }

    /// <summary>c += scale * A * B' for the first <paramref name="columns"/> columns of the product.</summary>
    internal void Add(float scale, float* a, nint aStride, int aRows, float* c, nint cStride, int columns)
    {
        int width = Microkernel.Columns;
        float[] packed = ArrayPool<float>.Shared.Rent(ProductTiles.StripValues(RowBlock, ProductTiles.DepthBlock));
        fixed (float* strips = packed, panels = _panels)
        {
            for (int top = 0; top < aRows; top += RowBlock)
            {
                int rows = Math.Min(RowBlock, aRows - top);
                for (int start = 0; start < Columns; start += ProductTiles.DepthBlock)
                {
                    int depth = Math.Min(ProductTiles.DepthBlock, Columns - start);
                    PackStrips(a + (top * aStride) + start, aStride, rows, depth, strips);
                    ProductTiles.Add(
                        strips, rows, panels + ((nint)start * width), (nint)width * Columns, columns, depth, c + (top * cStride), cStride, scale);
                }
            }
        }

        ArrayPool<float>.Shared.Return(packed);
    }

    /// <summary>Puts four rows of A beside each other, so that the kernel reads them in one go; missing rows are zero.</summary>
    private static void PackStrips(float* a, nint stride, int rows, int depth, float* strip)
    {
        int whole = rows / Microkernel.Rows * Microkernel.Rows;
        for (int first = 0; first < whole; first += Microkernel.Rows)
        {
            float* row0 = a + (first * stride);
            float* row1 = row0 + stride;
            float* row2 = row1 + stride;
            float* row3 = row2 + stride;
            float* target = strip + (first * depth);
            for (int k = 0; k < depth; k++, target += Microkernel.Rows)
            {
                target[0] = row0[k];
                target[1] = row1[k];
                target[2] = row2[k];
                target[3] = row3[k];
            }
        }

        if (whole == rows)
            return;
        float* last = strip + (whole * depth);
        new Span<float>(last, Microkernel.Rows * depth).Clear();
        for (int row = whole; row < rows; row++)
        {
            for (int k = 0; k < depth; k++)
                last[(k * Microkernel.Rows) + row - whole] = a[(row * stride) + k];
        }
    }
}
