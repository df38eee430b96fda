namespace Perto.Learning;

/// <summary>A way to split a leaf.</summary>
internal struct SplitCandidate
{
    /// <summary>What the split gains; negative infinity where there is none.</summary>
    public double Gain;

    public int Feature;

    /// <summary>Of a numeric feature the last value bin that goes left.</summary>
    public int LastLeftBin;

    /// <summary>Of a numeric feature whether missing values go left.</summary>
    public bool MissingLeft;

    public bool IsCategorical;

    /// <summary>Of a categorical feature the bins that go left.</summary>
    public BinSet LeftBins;

    public LeafStatistics Left;
    public LeafStatistics Right;
    public double LeftValue;
    public double RightValue;

    public static SplitCandidate None => new() { Gain = double.NegativeInfinity };
}
