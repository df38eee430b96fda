using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Perto.Platform;

/// <summary>A query with the candidates of its retrieval.</summary>
public sealed record RerankRequest
{
    /// <summary>What is asked.</summary>
    /// <example>why does the parcel take so long</example>
    [MinLength(1), MaxLength(RerankQuery.MaxTextLength)]
    public required string Query { get; init; }

    /// <summary>What the retrieval found, best first; at most 1,000.</summary>
    [MaxLength(RerankedSearch.MaxCandidates)]
    public required IReadOnlyList<RerankCandidate> Candidates { get; init; }

    /// <summary>Where the candidates come from, such as a collection: what feedback teaches holds for each of them apart.</summary>
    /// <example>messages</example>
    [MinLength(1), MaxLength(RerankQuery.MaxNameLength), DefaultValue("default")]
    public string? Scope { get; init; }

    /// <summary>Who asks; their queries' complexity is counted.</summary>
    /// <example>ana</example>
    [MaxLength(RerankQuery.MaxNameLength)]
    public string? Owner { get; init; }

    /// <summary>Whether the owner is one for whom it is always worth it.</summary>
    [DefaultValue(false)]
    public bool? Premium { get; init; }

    /// <summary>Who decides.</summary>
    [DefaultValue(RerankMode.Adaptive)]
    public RerankMode? Mode { get; init; }

    /// <summary>Results to keep, in place of the profile's.</summary>
    /// <example>10</example>
    [Range(1, RerankQuery.MaxKeep)]
    public int? Keep { get; init; }

    /// <summary>Results with a lower score are left out, down to three; in place of the profile's.</summary>
    /// <example>0.5</example>
    [Range(0.0, 1.0)]
    public double? Threshold { get; init; }

    internal RerankQuery ToQuery() => new()
    {
        Text = Query,
        Scope = Scope ?? "default",
        Owner = Owner,
        Premium = Premium ?? false,
        Mode = Mode ?? RerankMode.Adaptive,
        Keep = Keep,
        Threshold = Threshold,
    };
}
