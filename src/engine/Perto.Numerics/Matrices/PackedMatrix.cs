namespace Perto.Numerics;

/// <summary>
/// A matrix B laid out for many products A * B': scores of users for items, updates of a blocked inverse. Packing costs one
/// pass over B; the products then run at the speed of the multiply-add units. Immutable and thread-safe.
/// </summary>
public sealed unsafe class PackedMatrix
{
    private const int DepthBlock = 256;
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
        int strips = (RowBlock + Microkernel.Rows - 1) / Microkernel.Rows;
        float[] packed = new float[strips * Microkernel.Rows * DepthBlock];
        float* edge = stackalloc float[Microkernel.Rows * width];
        fixed (float* strip = packed, panels = _panels)
        {
            for (int top = 0; top < aRows; top += RowBlock)
            {
                int rows = Math.Min(RowBlock, aRows - top);
                for (int start = 0; start < Columns; start += DepthBlock)
                {
                    int depth = Math.Min(DepthBlock, Columns - start);
                    PackStrips(a + (top * aStride) + start, aStride, rows, depth, strip);
                    for (int left = 0; left < columns; left += width)
                    {
                        float* panel = panels + ((nint)left * Columns) + ((nint)start * width);
                        int tileColumns = Math.Min(width, columns - left);
                        for (int row = 0; row < rows; row += Microkernel.Rows)
                        {
                            float* target = c + ((top + row) * cStride) + left;
                            int tileRows = Math.Min(Microkernel.Rows, rows - row);
                            if (tileRows == Microkernel.Rows && tileColumns == width)
                                Microkernel.Add(strip + (row * depth), Microkernel.Rows, panel, width, depth, target, cStride, scale);
                            else
                                AddEdge(strip + (row * depth), panel, depth, edge, target, cStride, tileRows, tileColumns, scale);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Puts four rows of A beside each other, so that the kernel reads them in one go; missing rows are zero.</summary>
    private static void PackStrips(float* a, nint stride, int rows, int depth, float* strip)
    {
        for (int first = 0; first < rows; first += Microkernel.Rows)
        {
            for (int row = 0; row < Microkernel.Rows; row++)
            {
                float* target = strip + (first * depth) + row;
                float* source = a + ((first + row) * stride);
                for (int k = 0; k < depth; k++)
                    target[k * Microkernel.Rows] = first + row < rows ? source[k] : 0;
            }
        }
    }

    /// <summary>A tile that sticks out of the product is computed aside and its inner part added.</summary>
    private static void AddEdge(
        float* strip, float* panel, int depth, float* edge, float* target, nint targetStride, int rows, int columns, float scale)
    {
        int width = Microkernel.Columns;
        new Span<float>(edge, Microkernel.Rows * width).Clear();
        Microkernel.Add(strip, Microkernel.Rows, panel, width, depth, edge, width, scale);
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < columns; column++)
                target[(row * targetStride) + column] += edge[(row * width) + column];
        }
    }
}
