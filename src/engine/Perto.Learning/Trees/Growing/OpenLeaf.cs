using System.Runtime.Intrinsics;

namespace Perto.Learning;

/// <summary>A leaf of a tree that grows.</summary>
internal struct OpenLeaf
{
    /// <summary>Where its rows begin in the order of rows.</summary>
    public int Start;

    public LeafStatistics Statistics;
    public double Value;
    public ValueBounds Bounds;
    public int Depth;
    public SplitCandidate Best;
    public Vector256<double>[]? Histogram;

    public readonly int Count => Statistics.Count;
}
