using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Asks for the records that are best by several vectors together, such as words and meaning.</summary>
public sealed record FusedSearch
{
    /// <summary>2 to 8 vectors.</summary>
    [MinLength(2), MaxLength(8)]
    public required IReadOnlyList<FusedSearchPart> Parts { get; init; }

    /// <summary>How the rankings become one.</summary>
    public FusionMethod Fusion { get; init; }

    /// <summary>How many records to return, 1 to 10,000.</summary>
    [Range(1, 10_000), DefaultValue(10)]
    public int K { get; init; } = 10;

    /// <summary>Which records may be found; all, if it is left out.</summary>
    public Filter? Filter { get; init; }

    /// <summary>Leaves out what scores lower after the fusion.</summary>
    public float? MinimumScore { get; init; }

    /// <summary>Compares with every record that matches instead of using indexes.</summary>
    public bool Exact { get; init; }

    /// <summary>Lets a value of a payload field have only so many of the hits.</summary>
    public GroupBy? Group { get; init; }

    /// <summary>Whether hits carry their vectors.</summary>
    public bool IncludeVectors { get; init; }

    /// <summary>Whether hits carry their payload.</summary>
    [DefaultValue(true)]
    public bool IncludePayload { get; init; } = true;

    /// <summary>The JSON form of a query.</summary>
    public static FusedSearch Of(FusedQuery query)
    {
        ArgumentNullException.ThrowIfNull(query);
        return new FusedSearch
        {
            Parts =
            [
                .. query.Parts.Select(part => new FusedSearchPart
                {
                    Vector = part.Vector,
                    Value = part.Value,
                    Weight = part.Weight,
                    Candidates = part.Candidates,
                    Ef = part.Ef,
                }),
            ],
            Fusion = query.Fusion,
            K = query.K,
            Filter = query.Filter,
            MinimumScore = query.MinimumScore,
            Exact = query.Exact,
            Group = query.Group,
            IncludeVectors = query.IncludeVectors,
            IncludePayload = query.IncludePayload,
        };
    }
}
