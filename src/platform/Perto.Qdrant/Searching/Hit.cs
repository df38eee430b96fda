using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>A record that the server found.</summary>
/// <param name="Record">With as much of it as was asked for.</param>
/// <param name="Score">Of the contract: higher is better.</param>
/// <param name="Distance">Of the contract.</param>
internal sealed record Hit(VectorRecord Record, float Score, float Distance)
{
    /// <summary>Best first; equal scores in the order of ids.</summary>
    public static int Compare(Hit x, Hit y) => x.Score != y.Score ? y.Score.CompareTo(x.Score) : CodePointOrder.Compare(x.Record.Id, y.Record.Id);
}
