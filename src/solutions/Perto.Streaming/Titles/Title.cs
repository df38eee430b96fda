using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A film or a series as the catalogue snapshot holds it.</summary>
public sealed class Title : ICatalogueItem
{
    /// <inheritdoc/>
    public required int Ordinal { get; init; }

    /// <inheritdoc/>
    public required string Id { get; init; }

    /// <summary>Its name, without the year.</summary>
    public required string Name { get; init; }

    /// <summary>Year of release, if known.</summary>
    public int? Year { get; init; }

    /// <summary>Its genres, as the service names them.</summary>
    public required IReadOnlyList<string> Genres { get; init; }

    /// <summary>A film or a series.</summary>
    public TitleKind Kind { get; init; }

    /// <summary>Who acts in it, first the first named.</summary>
    public IReadOnlyList<string> Cast { get; init; } = [];

    /// <summary>Who directed it.</summary>
    public IReadOnlyList<string> Directors { get; init; } = [];

    /// <summary>What it is about, in words.</summary>
    public string? Description { get; init; }

    /// <summary>The day on which it came out, if known better than by its year.</summary>
    public DateOnly? Released { get; init; }

    /// <summary>The day from which the service has it.</summary>
    public DateOnly? AddedOn { get; init; }

    /// <summary>Minutes of the film, or of an episode.</summary>
    public int? DurationMinutes { get; init; }

    /// <summary>Languages that can be heard, as BCP 47 codes.</summary>
    public IReadOnlyList<string> Languages { get; init; } = [];

    /// <summary>Made by the service itself, not licensed.</summary>
    public bool IsOriginal { get; init; }

    /// <summary>The age from which it may be seen, in years; null when it was not rated.</summary>
    public int? Maturity { get; init; }

    /// <summary>The best picture there is.</summary>
    public PictureQuality Quality { get; init; }

    /// <summary>Subscriptions that have it; none means all.</summary>
    public IReadOnlyList<string> Tiers { get; init; } = [];

    /// <summary>Countries (ISO 3166) that have it; none means all.</summary>
    public IReadOnlyList<string> Countries { get; init; } = [];

    /// <summary>How many people rated it, when the snapshot was made.</summary>
    public int Ratings { get; init; }

    /// <summary>Mean rating on 0.5..5; 0 when nobody rated it.</summary>
    public double AverageRating { get; init; }

    /// <summary>How often it was started, when the snapshot was made.</summary>
    public int Views { get; init; }

    /// <summary>The same title in a snapshot of the past, that had been watched by so many people.</summary>
    internal Title AsOf(int ordinal, int watched) => new()
    {
        Ordinal = ordinal,
        Id = Id,
        Name = Name,
        Year = Year,
        Genres = Genres,
        Kind = Kind,
        Cast = Cast,
        Directors = Directors,
        Description = Description,
        Released = Released,
        AddedOn = AddedOn,
        DurationMinutes = DurationMinutes,
        Languages = Languages,
        IsOriginal = IsOriginal,
        Maturity = Maturity,
        Quality = Quality,
        Tiers = Tiers,
        Countries = Countries,
        Ratings = watched,
    };

    /// <inheritdoc/>
    public override string ToString() => Year is { } year ? $"{Name} ({year})" : Name;
}
