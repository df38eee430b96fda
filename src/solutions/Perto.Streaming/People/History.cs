using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>What a person watched and rated, latest first, each title once.</summary>
public sealed class History
{
    /// <summary>How many of the favourite genres count as favourites.</summary>
    public const int FavouriteGenreCount = 3;

    private readonly Dictionary<int, HistoryEntry> _byTitle;
    private readonly Dictionary<string, double> _affinity;
    private Tastes? _tastes;

    /// <summary>A history of entries in any order, each title once.</summary>
    public History(IEnumerable<HistoryEntry> entries)
    {
        Entries = [.. entries.OrderByDescending(entry => entry.At).ThenBy(entry => entry.Title.Ordinal)];
        _byTitle = Entries.ToDictionary(entry => entry.Title.Ordinal);
        _affinity = Affinity(Entries);
        FavouriteGenres = [.. _affinity.OrderByDescending(genre => genre.Value).ThenBy(genre => genre.Key, StringComparer.Ordinal)
            .Take(FavouriteGenreCount).Select(genre => genre.Key)];
    }

    /// <summary>Of somebody unknown.</summary>
    public static History Empty { get; } = new([]);

    /// <summary>Latest first.</summary>
    public IReadOnlyList<HistoryEntry> Entries { get; }

    /// <summary>The three genres watched most, each title counting by how much it was liked.</summary>
    public IReadOnlyList<string> FavouriteGenres { get; }

    /// <summary>What it says of the person's taste, worked out when it is first asked for; two that ask at once find the same.</summary>
    internal Tastes Tastes => _tastes ??= new Tastes(Entries);

    /// <summary>The entry of a title; null when the person has not met it.</summary>
    public HistoryEntry? Find(ICatalogueItem title) => _byTitle.GetValueOrDefault(title.Ordinal);

    /// <summary>How much of the person's liking goes to the genres of a title: mean over its genres, strongest genre = 1.</summary>
    public double GenreAffinity(Title title)
    {
        if (title.Genres.Count == 0 || _affinity.Count == 0)
            return 0;
        double sum = 0;
        for (int i = 0; i < title.Genres.Count; i++)
            sum += _affinity.GetValueOrDefault(title.Genres[i]);
        return sum / title.Genres.Count;
    }

    private static Dictionary<string, double> Affinity(IReadOnlyList<HistoryEntry> entries)
    {
        var liking = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (HistoryEntry entry in entries)
        {
            foreach (string genre in entry.Title.Genres)
                liking[genre] = liking.GetValueOrDefault(genre) + (entry.ImplicitRating / 5);
        }

        double most = liking.Count == 0 ? 0 : liking.Values.Max();
        if (most <= 0)
            return [];
        foreach (string genre in liking.Keys.ToArray())
            liking[genre] /= most;
        return liking;
    }
}
