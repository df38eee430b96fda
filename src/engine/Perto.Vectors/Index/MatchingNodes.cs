namespace Perto.Vectors;

/// <summary>The rows below a number that a snapshot shows and a filter passes.</summary>
internal readonly struct MatchingNodes(CollectionSnapshot snapshot, CompiledFilter filter, int below, long now) : INodeFilter
{
    public bool Passes(int node) => node < below && filter.Passes(node) && snapshot.IsLive(node, now);
}
