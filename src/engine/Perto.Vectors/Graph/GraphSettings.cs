namespace Perto.Vectors;

/// <summary>How a graph is built.</summary>
/// <param name="Links">Links that a new node makes on each level; on the lowest level twice as many fit (M of HNSW).</param>
/// <param name="BuildEf">Candidates that are looked at for them (efConstruction).</param>
/// <param name="Alpha">
/// A candidate is left out when a chosen neighbour is nearer to it, by this factor, than the node itself: above 1 keeps longer links (Vamana).
/// </param>
internal sealed record GraphSettings(int Links = 16, int BuildEf = 200, float Alpha = 1);
