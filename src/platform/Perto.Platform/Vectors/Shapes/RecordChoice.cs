using System.ComponentModel.DataAnnotations;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Says which records, by their ids or by a filter.</summary>
public sealed record RecordChoice
{
    /// <summary>Ids, at most 10,000.</summary>
    [MinLength(1), MaxLength(10_000)]
    public IReadOnlyList<string>? Ids { get; init; }

    /// <summary>A filter in the style of MongoDB; <c>{}</c> matches every record.</summary>
    public Filter? Filter { get; init; }
}
