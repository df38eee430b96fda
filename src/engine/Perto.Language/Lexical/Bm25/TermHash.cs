using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Language;

/// <summary>
/// Term ids without a vocabulary: 32 bits of <see cref="StableHash"/>, the same in every process and on every machine, so that they may be
/// kept. Of 100,000 terms about one pair shares an id and is counted as one term.
/// </summary>
public static class TermHash
{
    /// <summary>The id of a term.</summary>
    /// <param name="term">The term as the analyzer gave it.</param>
    public static uint Of(ReadOnlySpan<char> term) => Half(StableHash.Of(MemoryMarshal.AsBytes(term)));

    /// <summary>The id of two terms that stand side by side in this order.</summary>
    public static uint OfPair(uint first, uint second)
    {
        ReadOnlySpan<uint> pair = [first, second];
        return Half(StableHash.Of(MemoryMarshal.AsBytes(pair)));
    }

    private static uint Half(ulong hash) => (uint)(hash ^ (hash >> 32));
}
