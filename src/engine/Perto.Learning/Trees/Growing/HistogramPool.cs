using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>
/// The histograms of open leaves, up to a limit of memory. A leaf that gets none has the histograms of its children summed from their rows,
/// in place of one from the difference.
/// </summary>
/// <param name="cells">Cells of a histogram.</param>
/// <param name="limit">Most histograms, from 2.</param>
internal sealed class HistogramPool(int cells, int limit)
{
    private const long MemoryLimit = 1L << 30;

    private readonly Stack<Vector256<double>[]> _free = [];
    private int _made;

    /// <summary>How many histograms a tree has use for, within the limit of memory.</summary>
    public static int Limit(int cells, int leaves) =>
        (int)Math.Clamp(MemoryLimit / ((long)cells * 4 * sizeof(double)), 2, Math.Max(2, leaves + 1));

    /// <summary>An array of all cells with anything in it, or null where the limit is reached.</summary>
    public Vector256<double>[]? Rent()
    {
        if (_free.TryPop(out Vector256<double>[]? histogram))
            return histogram;
        if (_made == limit)
            return null;
        _made++;
        return new Vector256<double>[cells];
    }

    public void Return(Vector256<double>[]? histogram)
    {
        if (histogram is not null)
            _free.Push(histogram);
    }
}
