using Perto.Vectors;

namespace Perto.Platform;

/// <summary>What a compaction brought.</summary>
/// <param name="Before">What the collection held and took before.</param>
/// <param name="After">What it holds and takes now.</param>
public sealed record CompactionReport(CollectionStatistics Before, CollectionStatistics After);
