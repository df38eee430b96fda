using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Records to write.</summary>
/// <param name="Records">1 to 1,000 records; one with the id of another replaces it as a whole.</param>
public sealed record RecordBatch([property: MinLength(1), MaxLength(1_000)] IReadOnlyList<RecordDocument> Records);
