namespace Perto.Numerics;

/// <summary>Symmetric rank-k update of a small matrix: the sum of the outer products of a panel's rows.</summary>
internal static unsafe class RankUpdate
{
    /// <summary>
    /// c += x'x on and above the diagonal. Tiles that cross the diagonal also write some of what is below it.
    /// </summary>
    /// <param name="x">Row-major, <paramref name="rows"/> x <paramref name="columns"/>.</param>
    /// <param name="xStride">Values from one row of x to the next.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">A multiple of <see cref="Microkernel.Columns"/>.</param>
    /// <param name="c">Row-major, columns x columns.</param>
    /// <param name="cStride">Values from one row of c to the next.</param>
    public static void AddUpper(float* x, nint xStride, int rows, int columns, float* c, nint cStride)
    {
        for (int left = 0; left < columns; left += Microkernel.Columns)
        {
            int end = Math.Min(left + Microkernel.Columns, columns);
            for (int top = 0; top < end; top += Microkernel.Rows)
                Microkernel.Add(x + top, xStride, x + left, xStride, rows, c + (top * cStride) + left, cStride, scale: 1);
        }
    }
}
