using Perto.Numerics;

namespace Perto.Language;

/// <summary>
/// Signatures of sets: the least hash of the set under each of many hash functions. Two sets agree in one with a probability that is their
/// Jaccard similarity (Broder 1997, "On the resemblance and containment of documents").
/// </summary>
public sealed class MinHash
{
    private readonly ulong[] _factors;
    private readonly ulong[] _offsets;

    /// <summary>A family of hash functions.</summary>
    /// <param name="length">How many, 1 or more: the length of a signature.</param>
    /// <param name="seed">The same seed gives the same functions.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="length"/> is below 1.</exception>
    public MinHash(int length, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        SeededRandom random = new(seed);
        _factors = new ulong[length];
        _offsets = new ulong[length];
        for (int i = 0; i < length; i++)
        {
            _factors[i] = random.NextUInt64() | 1;
            _offsets[i] = random.NextUInt64();
        }
    }

    /// <summary>How many minima a signature has.</summary>
    public int Length => _factors.Length;

    /// <summary>Writes the signature of a set.</summary>
    /// <param name="shingles">The set; an empty one has the greatest number everywhere.</param>
    /// <param name="signature">Where to: <see cref="Length"/> numbers.</param>
    /// <exception cref="ArgumentNullException"><paramref name="shingles"/> is null.</exception>
    /// <exception cref="ArgumentException"><paramref name="signature"/> has another length.</exception>
    public void Sign(Shingles shingles, Span<uint> signature)
    {
        ArgumentNullException.ThrowIfNull(shingles);
        if (signature.Length != Length)
            throw new ArgumentException($"The signature has room for {signature.Length} numbers; it must have {Length}.", nameof(signature));
        for (int i = 0; i < signature.Length; i++)
        {
            // Multiply-shift (Dietzfelbinger et al. 1997): the high half of an odd multiple is close to random.
            uint least = uint.MaxValue;
            foreach (ulong hash in shingles.Hashes)
                least = Math.Min(least, (uint)(((_factors[i] * hash) + _offsets[i]) >> 32));
            signature[i] = least;
        }
    }

    /// <summary>The similarity of two sets as their signatures tell it: the share of equal numbers, 0 to 1.</summary>
    /// <exception cref="ArgumentException">The signatures are empty or of different lengths.</exception>
    public static double Estimate(ReadOnlySpan<uint> one, ReadOnlySpan<uint> other)
    {
        if (one.Length != other.Length || one.Length == 0)
            throw new ArgumentException($"The signatures have {one.Length} and {other.Length} numbers; they must have as many, and at least one.");
        int equal = 0;
        for (int i = 0; i < one.Length; i++)
            equal += one[i] == other[i] ? 1 : 0;
        return (double)equal / one.Length;
    }
}
