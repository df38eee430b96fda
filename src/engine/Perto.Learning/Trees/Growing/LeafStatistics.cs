using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>The sums over the rows of a leaf, or of one side of a split.</summary>
internal readonly record struct LeafStatistics(double Gradient, double Hessian, int Count)
{
    /// <summary>From the cell of a histogram.</summary>
    public static LeafStatistics Of(Vector256<double> cell) => new(cell[0], cell[1], (int)cell[2]);
}
