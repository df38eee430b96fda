namespace Perto.Streaming;

/// <summary>What identifies a title to people.</summary>
/// <param name="Id">The title's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Year">Year of release, if known.</param>
/// <param name="Genres">Its genres.</param>
public sealed record TitleSummary(string Id, string Name, int? Year, IReadOnlyList<string> Genres)
{
    /// <summary>A film or a series.</summary>
    public TitleKind Kind { get; init; }

    /// <summary>Minutes of the film, or of an episode, if known.</summary>
    public int? DurationMinutes { get; init; }

    /// <summary>The age from which it may be seen, in years, if it was rated.</summary>
    public int? Maturity { get; init; }

    /// <summary>Made by the service itself.</summary>
    public bool Original { get; init; }

    internal static TitleSummary Of(Title title) => new(title.Id, title.Name, title.Year, title.Genres)
    {
        Kind = title.Kind,
        DurationMinutes = title.DurationMinutes,
        Maturity = title.Maturity,
        Original = title.IsOriginal,
    };
}
