namespace Perto.Vectors;

/// <summary>
/// What a provider can do beyond dense vectors and keyword, number, boolean and time fields. It refuses the rest with a
/// <see cref="CapabilityMissingException"/>; the conformance suite skips what a provider does not declare.
/// </summary>
[Flags]
public enum VectorStoreCapabilities
{
    /// <summary>Nothing beyond.</summary>
    None = 0,

    /// <summary>Dense vectors compared by <see cref="Metric.Manhattan"/>.</summary>
    Manhattan = 1 << 0,

    /// <summary>Several vectors in a record, and records without a vector.</summary>
    NamedVectors = 1 << 1,

    /// <summary>Vectors of bits.</summary>
    Bits = 1 << 2,

    /// <summary>Sparse vectors compared by <see cref="Metric.Dot"/>.</summary>
    Sparse = 1 << 3,

    /// <summary>Sparse vectors compared by <see cref="Metric.Bm25"/>.</summary>
    Bm25 = 1 << 4,

    /// <summary>Fields of places, and the filters near and within.</summary>
    Geo = 1 << 5,

    /// <summary>Fields of text, and the filter by words.</summary>
    Text = 1 << 6,

    /// <summary>Records that expire.</summary>
    Expiry = 1 << 7,

    /// <summary>The numbers of <see cref="SearchExplain"/>; without it only the strategy and the time are given.</summary>
    ExplainCounts = 1 << 8,

    /// <summary>Scrolling in the order of ids' code points; without it the order is the provider's, the same on every page.</summary>
    OrderedScroll = 1 << 9,

    /// <summary>A batch is seen whole or not at all, by readers and after a failure.</summary>
    AtomicBatches = 1 << 10,

    /// <summary>All of these.</summary>
    All = (1 << 11) - 1,
}
