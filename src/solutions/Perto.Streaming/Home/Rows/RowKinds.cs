using Perto.Learning;

namespace Perto.Streaming;

/// <summary>The kinds of rows that a bandit orders, and what it knows of one when it does.</summary>
internal static class RowKinds
{
    /// <summary>Numbers of a context: 1, three for the device, the mean score of the first titles.</summary>
    public const int Dimensions = 5;

    private const int ScoredTitles = 5;
    private const string GenreRows = "genre_";

    private static readonly string[] Names = ["top_picks", "because_you_watched", "trending", "new_for_you", GenreRows];

    /// <summary>A bandit that has learned nothing.</summary>
    public static LinearBandit NewBandit(BanditSettings settings) => new(Names.Length, Dimensions, settings);

    /// <summary>The arm of a row by its name; null for a row that keeps its place: what was begun is continued at the top.</summary>
    public static int? Of(string row)
    {
        int arm = Array.IndexOf(Names, row.StartsWith(GenreRows, StringComparison.Ordinal) ? GenreRows : row);
        return arm < 0 ? null : arm;
    }

    /// <summary>The context of a row, from what is written down of served pages: it is the same when it is ordered and when it is learned from.</summary>
    public static void Context(DeviceKind? device, IEnumerable<double> scores, Span<double> context)
    {
        context[0] = 1;
        context[1] = device == DeviceKind.Tv ? 1 : 0;
        context[2] = device == DeviceKind.Mobile ? 1 : 0;
        context[3] = device is DeviceKind.Tablet or DeviceKind.Desktop ? 1 : 0;
        context[4] = scores.Take(ScoredTitles).DefaultIfEmpty().Average();
    }
}
