namespace Perto.Vectors;

/// <summary>What "near" means for a vector field. <see cref="SearchHit"/> says how each becomes a score and a distance.</summary>
public enum Metric
{
    /// <summary>The angle between vectors; lengths do not count. The zero vector has no direction and is refused.</summary>
    Cosine,

    /// <summary>The inner product; lengths count.</summary>
    Dot,

    /// <summary>The straight line between points (L2).</summary>
    Euclidean,

    /// <summary>The sum of absolute differences (L1).</summary>
    Manhattan,
}
