namespace Perto.Streaming;

/// <summary>What identifies a title to people.</summary>
/// <param name="Id">The title's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Year">Year of release, if known.</param>
/// <param name="Genres">Its genres.</param>
public sealed record TitleSummary(string Id, string Name, int? Year, IReadOnlyList<string> Genres)
{
    internal static TitleSummary Of(Title title) => new(title.Id, title.Name, title.Year, title.Genres);
}
