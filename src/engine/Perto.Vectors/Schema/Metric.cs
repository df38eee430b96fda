namespace Perto.Vectors;

/// <summary>What "near" means for a vector field. <see cref="SearchHit"/> says how each becomes a score and a distance.</summary>
public enum Metric
{
    /// <summary>Dense: the angle between vectors; lengths do not count. The zero vector has no direction and is refused.</summary>
    Cosine,

    /// <summary>Dense and sparse: the inner product; lengths count.</summary>
    Dot,

    /// <summary>Dense: the straight line between points (L2).</summary>
    Euclidean,

    /// <summary>Dense: the sum of absolute differences (L1).</summary>
    Manhattan,

    /// <summary>Bits: how many differ.</summary>
    Hamming,

    /// <summary>
    /// Sparse: the relevance of a text to words (Robertson and Zaragoza 2009). Dimensions are terms; a record's values are their numbers in
    /// its text (tf), a query's are weights, 1 for a plain word. All are greater than 0.
    /// </summary>
    /// <remarks>
    /// The score is the sum over the query's terms of weight * idf * tf * (k1 + 1) / (tf + k1 * (1 - b + b * length / average)) with
    /// k1 = 1.2, b = 0.75, idf = ln(1 + (N - n + 0.5) / (n + 0.5)). N is the number of records that have the vector, n how many of them have
    /// the term, length the sum of the record's values and average the mean of the lengths: all of the collection as it is now, whatever
    /// the filter of the search.
    /// </remarks>
    Bm25,
}
