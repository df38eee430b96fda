using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Streaming;

/// <summary>The genres of all titles of a catalogue as bits, so that many titles are compared in no time.</summary>
internal sealed class GenreMasks
{
    // The rarer ones of a catalogue with more genres count in no likeness.
    private const int Bits = 64;

    private static readonly ConditionalWeakTable<Catalogue, GenreMasks> Known = [];

    private readonly ulong[] _masks;

    private GenreMasks(Catalogue catalogue)
    {
        Dictionary<string, int> bits = catalogue.Titles.SelectMany(title => title.Genres)
            .GroupBy(genre => genre, StringComparer.Ordinal)
            .OrderByDescending(same => same.Count())
            .ThenBy(same => same.Key, StringComparer.Ordinal)
            .Take(Bits)
            .Select((same, bit) => (same.Key, bit))
            .ToDictionary(genre => genre.Key, genre => genre.bit, StringComparer.Ordinal);
        _masks = new ulong[catalogue.Titles.Count];
        foreach (Title title in catalogue.Titles)
        {
            foreach (string genre in title.Genres)
                _masks[title.Ordinal] |= bits.TryGetValue(genre, out int bit) ? 1UL << bit : 0;
        }
    }

    /// <summary>Those of a catalogue, made once.</summary>
    public static GenreMasks Of(Catalogue catalogue) => Known.GetValue(catalogue, static made => new GenreMasks(made));

    /// <summary>How many of some titles share half of their genres or more with a title.</summary>
    public int CountAlike(Title title, ReadOnlySpan<Title> others)
    {
        ulong mask = _masks[title.Ordinal];
        int alike = 0;
        foreach (Title other in others)
        {
            int shared = BitOperations.PopCount(mask & _masks[other.Ordinal]);
            int all = BitOperations.PopCount(mask | _masks[other.Ordinal]);
            alike += shared > 0 && 2 * shared >= all ? 1 : 0;
        }
        return alike;
    }
}
