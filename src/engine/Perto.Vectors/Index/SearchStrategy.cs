namespace Perto.Vectors;

/// <summary>How a search finds its candidates.</summary>
public enum SearchStrategy
{
    /// <summary>Every record that matches is compared by its vector.</summary>
    ExactScan,

    /// <summary>The records that match are listed and compared by their codes; the best of them again by their vectors.</summary>
    Matches,

    /// <summary>A walk over the graph; what does not match is passed through and left out.</summary>
    Graph,

    /// <summary>A walk over those nodes of the graph that match alone.</summary>
    MatchingGraph,

    /// <summary>The records that share a dimension with a sparse query, from its postings.</summary>
    Postings,
}
