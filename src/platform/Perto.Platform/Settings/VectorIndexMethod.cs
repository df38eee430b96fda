namespace Perto.Platform;

/// <summary>The approximate indexes that a server builds over vectors.</summary>
public enum VectorIndexMethod
{
    /// <summary>A graph: finds best, grows with the records.</summary>
    Hnsw,

    /// <summary>Lists about centres: built sooner and smaller, finds less, and wants to be built anew when the records have changed much.</summary>
    IvfFlat,
}
