namespace Perto.Learning;

/// <summary>A split of a tree.</summary>
public record struct TreeNode
{
    /// <summary>Number of the feature.</summary>
    public int Feature { get; set; }

    /// <summary>Whether the feature's values are categories.</summary>
    public bool IsCategorical { get; set; }

    /// <summary>Values up to this go left; of a categorical split the number of its set of categories, which go left.</summary>
    public double Threshold { get; set; }

    /// <summary>What counts as missing.</summary>
    public MissingValues Missing { get; set; }

    /// <summary>Whether missing values go left. Of a categorical split they go right.</summary>
    public bool MissingLeft { get; set; }

    /// <summary>The split on the left, or ~ of the leaf.</summary>
    public int Left { get; set; }

    /// <summary>The split on the right, or ~ of the leaf.</summary>
    public int Right { get; set; }

    /// <summary>What the split gained.</summary>
    public double Gain { get; set; }

    /// <summary>The value that a leaf here would have.</summary>
    public double Value { get; set; }

    /// <summary>The sum of hessians here.</summary>
    public double Weight { get; set; }

    /// <summary>How many rows of training came here.</summary>
    public int Count { get; set; }
}
