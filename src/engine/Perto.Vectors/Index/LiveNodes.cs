namespace Perto.Vectors;

/// <summary>The rows that a snapshot shows.</summary>
internal readonly struct LiveNodes(CollectionSnapshot snapshot, long now) : INodeFilter
{
    public bool Passes(int node) => node < snapshot.Rows && snapshot.IsLive(node, now);
}
