namespace Perto.Learning;

/// <summary>A leaf of a tree.</summary>
public record struct TreeLeaf
{
    /// <summary>What it adds to the score.</summary>
    public double Value { get; set; }

    /// <summary>The sum of hessians here.</summary>
    public double Weight { get; set; }

    /// <summary>How many rows of training came here.</summary>
    public int Count { get; set; }
}
