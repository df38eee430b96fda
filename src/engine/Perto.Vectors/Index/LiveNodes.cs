namespace Perto.Vectors;

/// <summary>The rows below a number that a snapshot shows.</summary>
internal readonly struct LiveNodes(CollectionSnapshot snapshot, int below, long now) : INodeFilter
{
    public bool Passes(int node) => node < below && snapshot.IsLive(node, now);
}
