using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>A title as the service describes it. Only the name must be there.</summary>
public sealed record CatalogueEntry
{
    /// <summary>Its name, without the year; 1 to 1,000 characters.</summary>
    [MinLength(1), MaxLength(TitleRules.MaxNameLength)]
    public required string Name { get; init; }

    /// <summary>Year of release, from 1870; that of the day of release if left out.</summary>
    [Range(TitleRules.FirstYear, 9999)]
    public int? Year { get; init; }

    /// <summary>Its genres, as the service names them.</summary>
    [MaxLength(TitleRules.MaxListed)]
    public IReadOnlyList<string>? Genres { get; init; }

    /// <summary>A film, if left out, or a series.</summary>
    public TitleKind Kind { get; init; }

    /// <summary>Who acts in it, first the first named.</summary>
    [MaxLength(TitleRules.MaxListed)]
    public IReadOnlyList<string>? Cast { get; init; }

    /// <summary>Who directed it.</summary>
    [MaxLength(TitleRules.MaxListed)]
    public IReadOnlyList<string>? Directors { get; init; }

    /// <summary>What it is about, in words; at most 10,000 characters.</summary>
    [MaxLength(TitleRules.MaxDescriptionLength)]
    public string? Description { get; init; }

    /// <summary>The day on which it came out.</summary>
    public DateOnly? Released { get; init; }

    /// <summary>The day from which the service has it.</summary>
    public DateOnly? AddedOn { get; init; }

    /// <summary>Minutes of the film, or of an episode.</summary>
    [Range(1, TitleRules.MaxMinutes)]
    public int? DurationMinutes { get; init; }

    /// <summary>Languages that can be heard, as BCP 47 codes.</summary>
    [MaxLength(TitleRules.MaxListed)]
    public IReadOnlyList<string>? Languages { get; init; }

    /// <summary>Made by the service itself.</summary>
    public bool Original { get; init; }

    /// <summary>The age from which it may be seen, in years.</summary>
    [Range(0, TitleRules.MaxMaturity)]
    public int? Maturity { get; init; }

    /// <summary>The best picture there is; high definition if left out.</summary>
    public PictureQuality Quality { get; init; }

    /// <summary>Subscriptions that have it; none means all.</summary>
    [MaxLength(TitleRules.MaxListed)]
    public IReadOnlyList<string>? Tiers { get; init; }

    /// <summary>Countries that have it, as ISO 3166 codes of two letters; none means all.</summary>
    [MaxLength(TitleRules.MaxCountries)]
    public IReadOnlyList<string>? Countries { get; init; }
}
