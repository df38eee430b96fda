using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>One vector of a fused search.</summary>
public sealed record FusedSearchPart
{
    /// <summary>The name of the vector field to search; may be left out where the collection has one.</summary>
    public string? Vector { get; init; }

    /// <summary>The query vector. Give this or <c>id</c>.</summary>
    public VectorValue? Value { get; init; }

    /// <summary>Searches with the vector of this record, which is left out of the answer.</summary>
    public string? Id { get; init; }

    /// <summary>What its ranks or scores are multiplied by, greater than 0.</summary>
    [DefaultValue(1.0)]
    public double Weight { get; init; } = 1;

    /// <summary>How many of its best records take part, 1 to 10,000.</summary>
    [Range(1, 10_000), DefaultValue(100)]
    public int Candidates { get; init; } = 100;

    /// <summary>Candidates that the index looks at, 1 to 4,096.</summary>
    [Range(1, 4_096)]
    public int? Ef { get; init; }
}
