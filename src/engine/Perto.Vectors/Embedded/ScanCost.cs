namespace Perto.Vectors;

/// <summary>What an exact scan looked at.</summary>
/// <param name="Records">Live records.</param>
/// <param name="Passed">Live records that have the vector and match the filter; each was compared with the query.</param>
public readonly record struct ScanCost(long Records, long Passed);
