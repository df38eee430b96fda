using System.ComponentModel.DataAnnotations;

namespace Perto.Streaming;

/// <summary>A title whose place in a row of the home page is fixed.</summary>
public sealed record Pin
{
    /// <summary>The title; it must be in the catalogue.</summary>
    [MinLength(1), MaxLength(EventRules.MaxIdLength)]
    public required string Title { get; init; }

    /// <summary>Name of the row: <c>trending</c>. Where a page has several of the name, the first.</summary>
    [MinLength(1), MaxLength(EventRules.MaxIdLength)]
    public required string Row { get; init; }

    /// <summary>Its place in the row, from 1; in a shorter row the last.</summary>
    [Range(1, PinRules.MaxPlace)]
    public required int Place { get; init; }

    /// <summary>ISO 3166 code of the country whose pages have it; null for all.</summary>
    [MaxLength(EventRules.MaxIdLength)]
    public string? Country { get; init; }

    /// <summary>The subscription whose pages have it; null for all.</summary>
    [MaxLength(EventRules.MaxIdLength)]
    public string? Tier { get; init; }

    /// <summary>From when on; null for at once.</summary>
    public DateTimeOffset? StartsAt { get; init; }

    /// <summary>Until when, itself not counted; null until it is deleted.</summary>
    public DateTimeOffset? EndsAt { get; init; }

    /// <summary>Whether it holds for a page.</summary>
    internal bool Holds(HomeContext context) =>
        (Country is null || Country.Equals(context.Country, StringComparison.OrdinalIgnoreCase))
        && (Tier is null || Tier.Equals(context.Tier, StringComparison.OrdinalIgnoreCase))
        && (StartsAt is null || StartsAt <= context.At)
        && (EndsAt is null || context.At < EndsAt);
}
