namespace Perto.Streaming;

/// <summary>A title with all that the service says of it, and what people did with it.</summary>
public sealed record TitleDetails
{
    /// <summary>The title's id.</summary>
    public required string Id { get; init; }

    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Year of release, if known.</summary>
    public int? Year { get; init; }

    /// <summary>Its genres.</summary>
    public required IReadOnlyList<string> Genres { get; init; }

    /// <summary>A film or a series.</summary>
    public TitleKind Kind { get; init; }

    /// <summary>Who acts in it, first the first named.</summary>
    public required IReadOnlyList<string> Cast { get; init; }

    /// <summary>Who directed it.</summary>
    public required IReadOnlyList<string> Directors { get; init; }

    /// <summary>What it is about, in words.</summary>
    public string? Description { get; init; }

    /// <summary>The day on which it came out, if known.</summary>
    public DateOnly? Released { get; init; }

    /// <summary>The day from which the service has it, if known.</summary>
    public DateOnly? AddedOn { get; init; }

    /// <summary>Minutes of the film, or of an episode.</summary>
    public int? DurationMinutes { get; init; }

    /// <summary>Languages that can be heard.</summary>
    public required IReadOnlyList<string> Languages { get; init; }

    /// <summary>Made by the service itself.</summary>
    public bool Original { get; init; }

    /// <summary>The age from which it may be seen, in years, if it was rated.</summary>
    public int? Maturity { get; init; }

    /// <summary>The best picture there is.</summary>
    public PictureQuality Quality { get; init; }

    /// <summary>Subscriptions that have it; none means all.</summary>
    public required IReadOnlyList<string> Tiers { get; init; }

    /// <summary>Countries that have it; none means all.</summary>
    public required IReadOnlyList<string> Countries { get; init; }

    /// <summary>How many people rated it.</summary>
    public required int Ratings { get; init; }

    /// <summary>Their mean on 0.5..5; 0 when there is none.</summary>
    public required double AverageRating { get; init; }

    /// <summary>How often it was started.</summary>
    public required int Views { get; init; }

    /// <summary>What people call it, most often first, at most 20.</summary>
    public required IReadOnlyList<string> Tags { get; init; }

    internal static TitleDetails Of(Title title, IReadOnlyList<string> tags) => new()
    {
        Id = title.Id,
        Name = title.Name,
        Year = title.Year,
        Genres = title.Genres,
        Kind = title.Kind,
        Cast = title.Cast,
        Directors = title.Directors,
        Description = title.Description,
        Released = title.Released,
        AddedOn = title.AddedOn,
        DurationMinutes = title.DurationMinutes,
        Languages = title.Languages,
        Original = title.IsOriginal,
        Maturity = title.Maturity,
        Quality = title.Quality,
        Tiers = title.Tiers,
        Countries = title.Countries,
        Ratings = title.Ratings,
        AverageRating = Math.Round(title.AverageRating, 2),
        Views = title.Views,
        Tags = tags,
    };
}
