using System.Text;

namespace Perto.Streaming;

/// <summary>All titles of a tenant at one moment, in memory. Only <see cref="Trending"/> moves.</summary>
public sealed class Catalogue
{
    private readonly Dictionary<string, Title> _byId;

    /// <summary>Makes a snapshot.</summary>
    /// <param name="titles">The titles, at their ordinals.</param>
    /// <param name="trending">What is watched now, by ordinal.</param>
    public Catalogue(IReadOnlyList<Title> titles, Trending trending)
    {
        Titles = titles;
        Trending = trending;
        _byId = titles.ToDictionary(title => title.Id, StringComparer.Ordinal);
        Newest = [.. titles.Where(title => title.Year is not null)
            .OrderByDescending(title => title.Year)
            .ThenByDescending(title => title.Ratings + title.Views)
            .ThenBy(title => title.Ordinal)];
        MostRatings = titles.Count == 0 ? 0 : titles.Max(title => title.Ratings + title.Views);
    }

    /// <summary>The titles, at their ordinals.</summary>
    public IReadOnlyList<Title> Titles { get; }

    /// <summary>What is watched now.</summary>
    public Trending Trending { get; }

    /// <summary>Titles with a known year, newest first, the more popular first within a year.</summary>
    public IReadOnlyList<Title> Newest { get; }

    /// <summary>Ratings and views of the most popular title.</summary>
    public int MostRatings { get; }

    /// <summary>Ordinal of the first title whose id comes after <paramref name="id"/>, by the bytes of its UTF-8.</summary>
    public int After(string id)
    {
        if (Find(id) is { } title)
            return title.Ordinal + 1;
        byte[] bytes = Encoding.UTF8.GetBytes(id);
        return Titles.Count(other => Encoding.UTF8.GetBytes(other.Id).AsSpan().SequenceCompareTo(bytes) <= 0);
    }

    /// <summary>The title with an id; null when there is none.</summary>
    public Title? Find(string id) => _byId.GetValueOrDefault(id);
}
