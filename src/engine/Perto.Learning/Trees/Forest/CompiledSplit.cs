namespace Perto.Learning;

/// <summary>A split by a number.</summary>
/// <param name="Threshold">Values up to this go left: the largest float that is not above the tree's threshold.</param>
/// <param name="Keeps">The leaves that a row which goes right can still come to.</param>
/// <param name="Word">The tree's word.</param>
internal readonly record struct CompiledSplit(float Threshold, uint Keeps, int Word);
