using System.Numerics;
using Perto.Numerics;

namespace Perto.Streaming;

/// <summary>Some titles of a catalogue, one bit for each.</summary>
internal sealed class TitleSet
{
    private const int Bits = 64;

    private readonly Catalogue _catalogue;
    private readonly ulong[] _bits;

    /// <param name="catalogue">The catalogue.</param>
    /// <param name="bits">Bit i of word w is the title with ordinal 64 w + i.</param>
    public TitleSet(Catalogue catalogue, ulong[] bits)
    {
        _catalogue = catalogue;
        _bits = bits;
        foreach (ulong word in bits)
            Count += BitOperations.PopCount(word);
    }

    /// <summary>How many titles it has.</summary>
    public int Count { get; }

    /// <summary>Draws different titles, each set of so many as likely as any other (Floyd's sampling: Bentley and Floyd 1987): each title with probability take / Count. So is each order.</summary>
    public IReadOnlyList<Title> Draw(int take, SeededRandom random)
    {
        take = Math.Min(take, Count);
        var drawn = new List<int>(take);
        for (int last = Count - take; last < Count; last++)
        {
            int place = random.Next(last + 1);
            drawn.Add(drawn.Contains(place) ? last : place);
        }
        // Floyd's order is not even: what stands last in the set would never be drawn first.
        for (int left = drawn.Count - 1; left > 0; left--)
        {
            int other = random.Next(left + 1);
            (drawn[left], drawn[other]) = (drawn[other], drawn[left]);
        }
        return [.. drawn.Select(At)];
    }

    // The title with so many before it.
    private Title At(int place)
    {
        for (int word = 0; ; word++)
        {
            int here = BitOperations.PopCount(_bits[word]);
            if (place >= here)
            {
                place -= here;
                continue;
            }
            ulong bits = _bits[word];
            for (; place > 0; place--)
                bits &= bits - 1;
            return _catalogue.Titles[(word * Bits) + BitOperations.TrailingZeroCount(bits)];
        }
    }
}
