namespace Perto.Vectors;

/// <summary>How a sparse query and a sparse vector become a score.</summary>
internal enum SparseScoring
{
    /// <summary>
    /// The inner product over the dimensions that both have. A record that shares a dimension with the query is a hit, whatever its score.
    /// </summary>
    Dot,

    /// <summary>
    /// BM25: the values of a record are term frequencies, greater than 0, and those of a query are weights of its terms. Inverse document
    /// frequency and mean length are those of the live records at the moment of the query. Only records that score more than 0 are hits.
    /// </summary>
    Bm25,
}
