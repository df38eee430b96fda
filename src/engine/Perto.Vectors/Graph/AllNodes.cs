namespace Perto.Vectors;

/// <summary>Every node may be found.</summary>
internal readonly struct AllNodes : INodeFilter
{
    public bool Passes(int node) => true;
}
