using System.Numerics;

namespace Perto.Vectors;

/// <summary>Which rows of a chunk have a value, one bit each.</summary>
internal sealed class Presence
{
    private const int WordBits = 64;

    private ColumnMemory<ulong> _words;

    public Presence(int capacity) => _words = ColumnMemory<ulong>.Zeroed((capacity + WordBits - 1) / WordBits);

    /// <summary>The presence of rows of a file, which it looks at now.</summary>
    public Presence(ColumnMemory<ulong> words, int rows)
    {
        _words = words;
        int present = 0;
        foreach (ulong word in _words.All)
            present += BitOperations.PopCount(word);
        HasGaps = present != rows;
    }

    /// <summary>Whether some row has no value.</summary>
    public bool HasGaps { get; private set; }

    public long HeldBytes => _words.HeldBytes;

    public bool this[int row] => !HasGaps || (_words[row / WordBits] >> (row % WordBits) & 1) != 0;

    public void Set(int row) => _words.Writable[row / WordBits] |= 1UL << (row % WordBits);

    public void SetMissing(int row)
    {
        _words.Writable[row / WordBits] &= ~(1UL << (row % WordBits));
        HasGaps = true;
    }

    public Presence Grown(int capacity)
    {
        Presence grown = new(capacity) { HasGaps = HasGaps };
        _words.All.CopyTo(grown._words.Writable);
        return grown;
    }

    /// <summary>Which of the first <paramref name="rows"/> rows have a value; bits beyond them may be set too.</summary>
    public void Exists(int rows, Span<ulong> bits)
    {
        if (HasGaps)
        {
            ReadOnlySpan<ulong> words = _words.All;
            words.CopyTo(bits);
            bits[words.Length..].Clear();
        }
        else
        {
            RowBits.SetFirst(rows, bits);
        }
    }

    /// <summary>The words of the first <paramref name="rows"/> rows, no bit beyond them.</summary>
    public void CopyTo(int rows, Span<ulong> words)
    {
        Span<ulong> bits = stackalloc ulong[RowBits.Words], first = stackalloc ulong[RowBits.Words];
        Exists(rows, bits);
        RowBits.SetFirst(rows, first);
        RowBits.And(bits, first);
        bits[..words.Length].CopyTo(words);
    }
}
