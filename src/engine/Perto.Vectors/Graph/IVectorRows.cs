namespace Perto.Vectors;

/// <summary>The vectors that a graph is made of.</summary>
internal interface IVectorRows
{
    /// <summary>The stored vector of a row: floats or packed bits; empty where the row has none or is dead already.</summary>
    ReadOnlySpan<byte> Vector(int row);
}
