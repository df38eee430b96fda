namespace Perto.Vectors;

/// <summary>Where the rows of a head are at one moment.</summary>
/// <param name="Parts">The rows that are sealed.</param>
/// <param name="Tail">The rows after them.</param>
internal sealed record SparseHeadState(SparsePart[] Parts, SparseTail Tail);
