using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Language;

/// <summary>
/// The set of a text's shingles, its runs of neighbouring terms, each as a 64-bit hash (Broder 1997, "On the resemblance and containment of
/// documents").
/// </summary>
public sealed class Shingles
{
    private readonly ulong[] _hashes;

    private Shingles(ulong[] hashes) => _hashes = hashes;

    /// <summary>The hashes, ascending and distinct; none for a text without terms.</summary>
    public ReadOnlySpan<ulong> Hashes => _hashes;

    /// <summary>The shingles of a text.</summary>
    /// <param name="analyzer">How the text becomes terms.</param>
    /// <param name="text">Any text.</param>
    /// <param name="terms">How many terms make a shingle, 1 or more; a text with fewer is one shingle.</param>
    /// <exception cref="ArgumentNullException"><paramref name="analyzer"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="terms"/> is below 1.</exception>
    public static Shingles Of(Analyzer analyzer, ReadOnlySpan<char> text, int terms)
    {
        ArgumentNullException.ThrowIfNull(analyzer);
        ArgumentOutOfRangeException.ThrowIfLessThan(terms, 1);
        List<ulong> words = [];
        foreach (ReadOnlySpan<char> term in analyzer.Terms(text))
            words.Add(StableHash.Of(MemoryMarshal.AsBytes(term)));
        if (words.Count == 0)
            return new Shingles([]);

        int width = Math.Min(terms, words.Count);
        ReadOnlySpan<ulong> all = CollectionsMarshal.AsSpan(words);
        ulong[] hashes = new ulong[words.Count - width + 1];
        for (int i = 0; i < hashes.Length; i++)
            hashes[i] = StableHash.Of(MemoryMarshal.AsBytes(all.Slice(i, width)));
        Array.Sort(hashes);
        int count = 1;
        for (int i = 1; i < hashes.Length; i++)
        {
            if (hashes[i] != hashes[count - 1])
                hashes[count++] = hashes[i];
        }
        return new Shingles(hashes[..count]);
    }

    /// <summary>The Jaccard similarity: shingles in both by shingles in either, 0 to 1. Two texts without any have 0: nothing tells they are alike.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    public double Similarity(Shingles other)
    {
        ArgumentNullException.ThrowIfNull(other);
        int both = 0;
        for (int i = 0, j = 0; i < _hashes.Length && j < other._hashes.Length;)
        {
            ulong left = _hashes[i], right = other._hashes[j];
            both += left == right ? 1 : 0;
            i += left <= right ? 1 : 0;
            j += right <= left ? 1 : 0;
        }
        int either = _hashes.Length + other._hashes.Length - both;
        return either == 0 ? 0 : (double)both / either;
    }
}
