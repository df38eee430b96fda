namespace Perto.Vectors;

/// <summary>What a walk over a graph did.</summary>
internal struct WalkCost
{
    /// <summary>Codes compared with the query.</summary>
    public int Compared;

    /// <summary>Nodes whose neighbours were looked at.</summary>
    public int Expanded;
}
