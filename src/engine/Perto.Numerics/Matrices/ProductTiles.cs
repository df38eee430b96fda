using System.Runtime.Intrinsics;

namespace Perto.Numerics;

/// <summary>One block of a matrix product, tile by tile, from operands that lie as <see cref="Microkernel"/> reads them.</summary>
internal static unsafe class ProductTiles
{
    /// <summary>Most of the inner dimension that is worked on at once: a panel of it stays in the first-level cache.</summary>
    public const int DepthBlock = 256;

    /// <summary>Values that strips of <paramref name="rows"/> rows take: whole strips.</summary>
    public static int StripValues(int rows, int depth) => (rows + Microkernel.Rows - 1) / Microkernel.Rows * Microkernel.Rows * depth;

    /// <summary>c += scale * A * B, where B has <paramref name="depth"/> rows.</summary>
    /// <param name="strips">A in strips of four rows; in a strip the values of one column stand together.</param>
    /// <param name="rows">Rows of A.</param>
    /// <param name="panels">B in panels of <see cref="Microkernel.Columns"/> columns; in a panel the values of one row stand together.</param>
    /// <param name="panelStride">Values from one panel to the next.</param>
    /// <param name="columns">Columns of B.</param>
    /// <param name="depth">Columns of A.</param>
    /// <param name="c">Row-major.</param>
    /// <param name="cStride">Values from one row of c to the next.</param>
    /// <param name="scale">The factor.</param>
    public static void Add(
        float* strips, int rows, float* panels, nint panelStride, int columns, int depth, float* c, nint cStride, float scale)
    {
        int width = Microkernel.Columns;
        float* edge = stackalloc float[Microkernel.Rows * width];
        float* panel = panels;
        for (int left = 0; left < columns; left += width, panel += panelStride)
        {
            int tileColumns = Math.Min(width, columns - left);
            for (int row = 0; row < rows; row += Microkernel.Rows)
            {
                float* target = c + (row * cStride) + left;
                int tileRows = Math.Min(Microkernel.Rows, rows - row);
                if (tileRows == Microkernel.Rows && tileColumns == width)
                    Microkernel.Add(strips + (row * depth), Microkernel.Rows, panel, width, depth, target, cStride, scale);
                else
                    AddEdge(strips + (row * depth), panel, depth, edge, target, cStride, tileRows, tileColumns, scale);
            }
        }
    }

    /// <summary>
    /// Cuts a row-major matrix into groups of columns; in a group the values of one row stand together. Columns missing from the last group are zero.
    /// </summary>
    /// <param name="matrix">Its first value.</param>
    /// <param name="stride">Values from one row to the next.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="group">Columns of a group.</param>
    /// <param name="groups">Receives them, one after another.</param>
    public static void GroupColumns(float* matrix, nint stride, int rows, int columns, int group, float* groups)
    {
        for (int left = 0; left < columns; left += group)
        {
            float* source = matrix + left;
            int count = Math.Min(group, columns - left);
            for (int row = 0; row < rows; row++, source += stride, groups += group)
            {
                if (count == Microkernel.Rows && group == Microkernel.Rows)
                    Vector128.Load(source).Store(groups);
                else
                    CopyGroup(source, count, groups, group);
            }
        }
    }

    private static void CopyGroup(float* source, int count, float* target, int group)
    {
        new ReadOnlySpan<float>(source, count).CopyTo(new Span<float>(target, group));
        new Span<float>(target + count, group - count).Clear();
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
