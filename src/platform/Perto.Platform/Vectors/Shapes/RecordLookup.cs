using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>Asks for records by their ids.</summary>
public sealed record RecordLookup
{
    /// <summary>1 to 10,000 ids; those without a record are left out of the answer.</summary>
    [MinLength(1), MaxLength(10_000)]
    public required IReadOnlyList<string> Ids { get; init; }

    /// <summary>Whether the records carry their vectors.</summary>
    public bool IncludeVectors { get; init; }
}
