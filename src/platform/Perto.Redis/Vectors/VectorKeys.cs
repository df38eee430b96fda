namespace Perto.Redis;

/// <summary>The keys of one vector of a collection.</summary>
/// <param name="Values">A hash of the vectors as they were written, by id.</param>
/// <param name="Graph">The vector set that finds them.</param>
internal sealed record VectorKeys(string Values, string Graph);
