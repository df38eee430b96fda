using System.Collections.Concurrent;
using Perto.Vectors;

namespace Perto.Streaming;

/// <summary>
/// The titles that may be shown in a situation (country, subscription, age limit, rules of the house that drop), whoever asks: one bit for each title of a
/// catalogue. Made once for all who are in the situation, so that sources ask it of every title that they meet.
/// </summary>
public sealed class Shelf
{
    private const int Bits = 64;

    // The tail is what is outside of the fifth that is watched most.
    private const double HeadShare = 0.2;

    private readonly Catalogue _catalogue;
    private readonly ulong[] _shown;
    private readonly ConcurrentDictionary<string, ulong[]> _genres = new(StringComparer.Ordinal);
    private readonly Lazy<Title[]> _popular;
    private readonly Lazy<ulong[]> _tail;

    internal Shelf(HomeContext context, IEnumerable<HouseRule> rules)
    {
        _catalogue = context.Catalogue;
        _shown = new ulong[(_catalogue.Titles.Count + Bits - 1) / Bits];
        HouseRule[] dropping = [.. rules.Where(rule => rule.Drops)];
        int? limit = context.Profile?.Maturity;
        int matching = 0;
        foreach (Title title in _catalogue.Titles)
        {
            if (AvailableHere.Hides(context.Country, context.Tier, title) || FitForProfile.Hides(limit, title))
                continue;
            matching++;
            if (Array.Exists(dropping, rule => rule.IsAbout(context, title)))
                continue;
            Set(_shown, title.Ordinal);
            Count++;
        }
        ShareOfFilter = Math.Max(1, Count) / (double)Math.Max(1, matching);
        Filter[] filters = [.. AvailableHere.Filters(context.Country, context.Tier), .. FitForProfile.Filters(limit)];
        // A filter that hides nothing costs a search all the same.
        Filter = Count == _catalogue.Titles.Count || filters.Length == 0 ? null : Filter.And(filters);
        _popular = new(() => [.. _catalogue.Titles.Where(Has).OrderByDescending(title => title.Ratings + title.Views).ThenBy(title => title.Ordinal)]);
        _tail = new(Tail);
    }

    /// <summary>How many titles may be shown.</summary>
    public int Count { get; }

    /// <summary>The titles that may be shown, those first that most people rated or watched.</summary>
    public IReadOnlyList<Title> Popular => _popular.Value;

    /// <summary>The same over the payload of a vector collection, without the rules of the house; null where there is nothing to filter.</summary>
    internal Filter? Filter { get; }

    /// <summary>The share of what the filter lets through that may be shown, above 0.</summary>
    internal double ShareOfFilter { get; }

    /// <summary>The share of the catalogue that may be shown, above 0.</summary>
    internal double Share => Math.Max(1, Count) / (double)Math.Max(1, _catalogue.Titles.Count);

    /// <summary>Whether a title may be shown.</summary>
    public bool Has(Title title) => (_shown[title.Ordinal / Bits] & (1UL << (title.Ordinal % Bits))) != 0;

    /// <summary>
    /// What somebody does not know yet: titles of none of their favourite genres, and titles of the tail. Without <paramref name="hidden"/>.
    /// </summary>
    /// <param name="favourites">The favourite genres; none: everything is unknown.</param>
    /// <param name="hidden">Ordinals of titles that are not to be shown to this person.</param>
    internal TitleSet Unknown(IReadOnlyList<string> favourites, IEnumerable<int> hidden)
    {
        ulong[] unknown = (ulong[])_shown.Clone();
        if (favourites.Count > 0)
        {
            ulong[][] genres = [.. favourites.Select(genre => _genres.GetOrAdd(genre, OfGenre))];
            ulong[] tail = _tail.Value;
            for (int i = 0; i < unknown.Length; i++)
            {
                ulong known = 0;
                foreach (ulong[] genre in genres)
                    known |= genre[i];
                unknown[i] &= ~known | tail[i];
            }
        }
        foreach (int ordinal in hidden)
            unknown[ordinal / Bits] &= ~(1UL << (ordinal % Bits));
        return new TitleSet(_catalogue, unknown);
    }

    private ulong[] OfGenre(string genre)
    {
        ulong[] set = new ulong[_shown.Length];
        foreach (Title title in _catalogue.Titles.Where(title => title.Genres.Contains(genre)))
            Set(set, title.Ordinal);
        return set;
    }

    private ulong[] Tail()
    {
        ulong[] set = new ulong[_shown.Length];
        foreach (Title title in Popular.Skip((int)Math.Ceiling(HeadShare * Popular.Count)))
            Set(set, title.Ordinal);
        return set;
    }

    private static void Set(ulong[] set, int ordinal) => set[ordinal / Bits] |= 1UL << (ordinal % Bits);
}
