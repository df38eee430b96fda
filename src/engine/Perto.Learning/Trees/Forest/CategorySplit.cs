using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>A split by a set of categories.</summary>
/// <param name="feature">Number of the feature.</param>
/// <param name="word">The tree's word.</param>
/// <param name="keeps">The leaves that a row which goes right can still come to.</param>
/// <param name="set">The categories that go left.</param>
internal sealed class CategorySplit(int feature, int word, uint keeps, uint[] set)
{
    public int Feature => feature;

    public int Word => word;

    /// <summary>For each of eight rows the leaves that it can still come to.</summary>
    public Vector256<uint> Keeps(Vector256<float> values)
    {
        Vector256<uint> kept = Vector256<uint>.AllBitsSet;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
        {
            if (!DecisionTree.IsInSet(set, values[lane]))
                kept = kept.WithElement(lane, keeps);
        }

        return kept;
    }
}
