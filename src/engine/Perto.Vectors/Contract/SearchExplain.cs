namespace Perto.Vectors;

/// <summary>How a search was done and what it cost.</summary>
/// <param name="Strategy">What was chosen, in words: <c>exact scan</c>.</param>
/// <param name="Records">Records in the collection at that moment.</param>
/// <param name="Passed">Records that have the vector and match the filter.</param>
/// <param name="Scanned">Records whose vector was compared with the query.</param>
/// <param name="Elapsed">Time in the store.</param>
public sealed record SearchExplain(string Strategy, long Records, long Passed, long Scanned, TimeSpan Elapsed);
