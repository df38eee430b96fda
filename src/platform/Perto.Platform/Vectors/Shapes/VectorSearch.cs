using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Asks for the records nearest to a vector, or to another record.</summary>
public sealed record VectorSearch
{
    /// <summary>The name of the vector field to search; may be left out where the collection has one.</summary>
    public string? Vector { get; init; }

    /// <summary>The query vector. Give this or <c>id</c>.</summary>
    public VectorValue? Value { get; init; }

    /// <summary>"Like this one": searches with the vector of this record and leaves the record itself out.</summary>
    public string? Id { get; init; }

    /// <summary>How many records to return, 1 to 10,000.</summary>
    [Range(1, 10_000), DefaultValue(10)]
    public int K { get; init; } = 10;

    /// <summary>Which records may be found; all, if it is left out.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Candidates that the index looks at, 1 to 4,096: more find better and take longer.</summary>
    [Range(1, 4_096)]
    public int? Ef { get; init; }

    /// <summary>Compares with every record that matches instead of using the index.</summary>
    public bool Exact { get; init; }

    /// <summary>Leaves out what scores lower.</summary>
    public float? MinimumScore { get; init; }

    /// <summary>Lets a value of a payload field have only so many of the hits.</summary>
    public GroupBy? Group { get; init; }

    /// <summary>Whether hits carry their vectors.</summary>
    public bool IncludeVectors { get; init; }

    /// <summary>Whether hits carry their payload.</summary>
    [DefaultValue(true)]
    public bool IncludePayload { get; init; } = true;

    /// <summary>The JSON form of a query.</summary>
    public static VectorSearch Of(VectorQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new VectorSearch
        {
            Vector = query.Vector,
            Value = query.Value,
            K = query.K,
            Filter = query.Filter,
            Ef = query.Ef,
            Exact = query.Exact,
            MinimumScore = query.MinimumScore,
            Group = query.Group,
            IncludeVectors = query.IncludeVectors,
            IncludePayload = query.IncludePayload,
        };
    }
}
