using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>The sums over the rows of a leaf, or of one side of a split.</summary>
internal readonly record struct LeafStatistics(double Gradient, double Hessian, int Count)
{
    /// <summary>From the cell of a histogram.</summary>
    public static LeafStatistics Of(in Vector256<double> cell)
    {
        // From memory: taking a vector apart costs more than reading its parts.
        ref double first = ref Unsafe.As<Vector256<double>, double>(ref Unsafe.AsRef(in cell));
        return new LeafStatistics(first, Unsafe.Add(ref first, 1), (int)Unsafe.Add(ref first, 2));
    }

    public LeafStatistics Plus(LeafStatistics other) => new(Gradient + other.Gradient, Hessian + other.Hessian, Count + other.Count);

    public LeafStatistics Less(LeafStatistics other) => new(Gradient - other.Gradient, Hessian - other.Hessian, Count - other.Count);
}
