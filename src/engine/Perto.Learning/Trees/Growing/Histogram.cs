using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>
/// Sums of gradient, hessian and rows for each bin of each feature. A cell is one vector, so that a row is added by one addition; the
/// bins of a feature lie side by side.
/// </summary>
internal static class Histogram
{
    /// <summary>Features whose cells are summed in one pass over the rows: their cells fit into the first cache level.</summary>
    public const int FeaturesOfPass = 4;

    /// <summary>Sums the rows of a leaf for features that lie side by side.</summary>
    /// <param name="binned">All rows.</param>
    /// <param name="features">Numbers of the features, at most <see cref="FeaturesOfPass"/>.</param>
    /// <param name="rows">Numbers of the leaf's rows, ascending.</param>
    /// <param name="gradients">The gradients of these rows, in the same order.</param>
    /// <param name="cells">All cells of the histogram; those of the features are overwritten.</param>
    public static void Sum(
        BinnedRows binned, ReadOnlySpan<int> features, ReadOnlySpan<int> rows, ReadOnlySpan<GradientPair> gradients, Span<Vector256<double>> cells)
    {
        foreach (int feature in features)
            cells[binned.FirstCells[feature]..binned.FirstCells[feature + 1]].Clear();
        if (features.Length == FeaturesOfPass)
        {
            SumFour(
                binned.Column(features[0]),
                binned.Column(features[1]),
                binned.Column(features[2]),
                binned.Column(features[3]),
                rows,
                gradients,
                ref cells[binned.FirstCells[features[0]]],
                ref cells[binned.FirstCells[features[1]]],
                ref cells[binned.FirstCells[features[2]]],
                ref cells[binned.FirstCells[features[3]]]);
            return;
        }

        foreach (int feature in features)
            SumOne(binned.Column(feature), rows, gradients, ref cells[binned.FirstCells[feature]]);
    }

    /// <summary>Turns the sums of a parent into those of one child by taking away the other's.</summary>
    public static void Subtract(Span<Vector256<double>> parent, ReadOnlySpan<Vector256<double>> child)
    {
        for (int cell = 0; cell < parent.Length; cell++)
            parent[cell] -= child[cell];
    }

    private static void SumOne(
        ReadOnlySpan<byte> column, ReadOnlySpan<int> rows, ReadOnlySpan<GradientPair> gradients, ref Vector256<double> cells)
    {
        for (int at = 0; at < rows.Length; at++)
            Unsafe.Add(ref cells, (nuint)column[rows[at]]) += Expand(in gradients[at]);
    }

    // Rows and bins come from BinnedRows itself, so that what the indexer would check is known.
    private static void SumFour(
        ReadOnlySpan<byte> firstColumn,
        ReadOnlySpan<byte> secondColumn,
        ReadOnlySpan<byte> thirdColumn,
        ReadOnlySpan<byte> fourthColumn,
        ReadOnlySpan<int> rows,
        ReadOnlySpan<GradientPair> gradients,
        ref Vector256<double> first,
        ref Vector256<double> second,
        ref Vector256<double> third,
        ref Vector256<double> fourth)
    {
        ref byte firstBins = ref MemoryMarshal.GetReference(firstColumn);
        ref byte secondBins = ref MemoryMarshal.GetReference(secondColumn);
        ref byte thirdBins = ref MemoryMarshal.GetReference(thirdColumn);
        ref byte fourthBins = ref MemoryMarshal.GetReference(fourthColumn);
        for (int at = 0; at < rows.Length; at++)
        {
            nuint row = (nuint)rows[at];
            Vector256<double> addend = Expand(in gradients[at]);
            Unsafe.Add(ref first, (nuint)Unsafe.Add(ref firstBins, row)) += addend;
            Unsafe.Add(ref second, (nuint)Unsafe.Add(ref secondBins, row)) += addend;
            Unsafe.Add(ref third, (nuint)Unsafe.Add(ref thirdBins, row)) += addend;
            Unsafe.Add(ref fourth, (nuint)Unsafe.Add(ref fourthBins, row)) += addend;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<double> Expand(ref readonly GradientPair pair) =>
        Vector256.Create(Vector128.Create((double)pair.Gradient, pair.Hessian), Vector128.Create(1.0, 0.0));
}
