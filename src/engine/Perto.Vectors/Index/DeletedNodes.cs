namespace Perto.Vectors;

/// <summary>The rows that no snapshot from this one on shows, whatever the time.</summary>
internal readonly struct DeletedNodes(CollectionSnapshot snapshot) : INodeFilter
{
    public bool Passes(int node) => node < snapshot.Rows && !snapshot.IsLive(node, long.MinValue);
}
