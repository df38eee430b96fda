using System.Globalization;
using System.Text.RegularExpressions;

namespace Perto.Streaming;

/// <summary>Reads MovieLens titles: <c>City of Lost Children, The (1995)</c> is "The City of Lost Children" of 1995.</summary>
internal static partial class MovieLensTitle
{
    private const string NoGenres = "(no genres listed)";

    public static (string Name, int? Year) Parse(string title)
    {
        Match match = WithYear.Match(title);
        int? year = match.Success ? int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture) : null;
        string name = match.Success ? match.Groups["name"].Value : title;
        Match moved = MovedArticle.Match(name);
        return moved.Success
            ? ($"{moved.Groups["article"].Value} {moved.Groups["name"].Value}{moved.Groups["rest"].Value}", year)
            : (name, year);
    }

    public static IReadOnlyList<string> Genres(IReadOnlyList<string> genres) => genres is [NoGenres] ? [] : genres;

    [GeneratedRegex(@"^(?<name>.+?)\s*\((?<year>\d{4})(?:[-–]\d{0,4})?\)\s*$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex WithYear { get; }

    [GeneratedRegex(
        @"^(?<name>[^()]+), (?<article>The|A|An|Les|Le|La|El|Los|Las|Il|Der|Die|Das)(?<rest>( \(.*\))?)$",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex MovedArticle { get; }
}
