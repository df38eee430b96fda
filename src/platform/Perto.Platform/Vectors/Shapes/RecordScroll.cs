using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Asks for a page of records in the order of their ids.</summary>
public sealed record RecordScroll
{
    /// <summary>Which records; all, if it is left out.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Most records on a page, 1 to 10,000.</summary>
    [Range(1, 10_000), DefaultValue(100)]
    public int Limit { get; init; } = 100;

    /// <summary>The <c>next_cursor</c> of the page before.</summary>
    public string? Cursor { get; init; }

    /// <summary>Whether the records carry their vectors.</summary>
    public bool IncludeVectors { get; init; }
}
