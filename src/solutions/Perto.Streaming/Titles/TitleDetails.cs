namespace Perto.Streaming;

/// <summary>A title with what people did with it.</summary>
/// <param name="Id">The title's id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Year">Year of release, if known.</param>
/// <param name="Genres">Its genres.</param>
/// <param name="Ratings">How many people rated it.</param>
/// <param name="AverageRating">Their mean on 0.5..5; 0 when there is none.</param>
/// <param name="Views">How often it was started.</param>
/// <param name="Tags">What people call it, most often first, at most 20.</param>
public sealed record TitleDetails(
    string Id, string Name, int? Year, IReadOnlyList<string> Genres, int Ratings, double AverageRating, int Views, IReadOnlyList<string> Tags);
