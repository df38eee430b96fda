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
    private readonly int[] _sets;

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
        _sets = new int[catalogue.Titles.Count];
        var sets = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (Title title in catalogue.Titles)
        {
            string set = string.Join('\n', title.Genres.Order(StringComparer.Ordinal));
            if (!sets.TryGetValue(set, out _sets[title.Ordinal]))
                sets[set] = _sets[title.Ordinal] = title.Ordinal;
            foreach (string genre in title.Genres)
                _masks[title.Ordinal] |= bits.TryGetValue(genre, out int bit) ? 1UL << bit : 0;
        }
    }

    /// <summary>Those of a catalogue, made once.</summary>
    public static GenreMasks Of(Catalogue catalogue) => Known.GetValue(catalogue, static made => new GenreMasks(made));

    /// <summary>The ordinal of the first title that has the same genres.</summary>
    public int FirstAlike(Title title) => _sets[title.Ordinal];

    /// <summary>The genres of a title.</summary>
    public ulong this[Title title] => _masks[title.Ordinal];

    /// <summary>How many of some titles share half of their genres or more with a title.</summary>
    /// <param name="mask">The genres of the title.</param>
    /// <param name="others">Those of the others.</param>
    public static int CountAlike(ulong mask, ReadOnlySpan<ulong> others)
    {
        int alike = 0;
        foreach (ulong other in others)
        {
            int shared = BitOperations.PopCount(mask & other);
            int all = BitOperations.PopCount(mask | other);
            alike += shared > 0 && 2 * shared >= all ? 1 : 0;
        }
        return alike;
    }
}
