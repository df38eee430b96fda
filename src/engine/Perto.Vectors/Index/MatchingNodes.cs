namespace Perto.Vectors;

/// <summary>The rows that a snapshot shows and a filter passes.</summary>
internal readonly struct MatchingNodes(CollectionSnapshot snapshot, CompiledFilter filter, long now) : INodeFilter
{
    public bool Passes(int node) => node < snapshot.Rows && filter.Passes(node) && snapshot.IsLive(node, now);
}
