using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Several searches at once.</summary>
/// <param name="Searches">1 to 100 searches; one that does not fit refuses them all.</param>
public sealed record VectorSearchBatch([property: MinLength(1), MaxLength(100)] IReadOnlyList<VectorSearch> Searches);
