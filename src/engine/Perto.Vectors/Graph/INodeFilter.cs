namespace Perto.Vectors;

/// <summary>Which nodes may be found. Implemented by structs, so that searches are compiled for each.</summary>
internal interface INodeFilter
{
    /// <summary>Whether the node may be found.</summary>
    bool Passes(int node);
}
