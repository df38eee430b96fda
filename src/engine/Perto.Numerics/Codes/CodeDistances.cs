using System.Runtime.CompilerServices;

namespace Perto.Numerics;

/// <summary>
/// Distances of short codes by SIMD (AVX-512BW, AVX-VNNI, AVX2, 128-bit registers or scalar code, whichever the machine has), in exact integer
/// arithmetic: the same numbers on every machine. Pointers, because codes stand in native memory and the loops are the hottest of the house;
/// lengths are multiples of <see cref="Alignment"/> bytes, filled up so that the filling adds nothing.
/// </summary>
public static unsafe class CodeDistances
{
    /// <summary>Codes are this many bytes long, or a multiple.</summary>
    public const int Alignment = 64;

    /// <summary>Largest magnitude of a query value for <see cref="Dot"/>: pairs of products must not leave 16 bits.</summary>
    public const int MaxQuery = 64;

    /// <summary>The sum of code x query: codes 0 to 255, query values within +-<see cref="MaxQuery"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Dot(byte* codes, sbyte* query, int length) => CodeKernel<HardwareBytes>.Dot(codes, query, length);

    /// <summary>
    /// The same for codes 0 to 15, two a byte: the lower half of each of <paramref name="length"/> bytes belongs to the query value at its
    /// place, the upper half to the one <paramref name="length"/> places later. Query values within +-127.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DotNibbles(byte* codes, sbyte* query, int length) => CodeKernel<HardwareBytes>.DotNibbles(codes, query, length);

    /// <summary>The sum of absolute differences of two codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Manhattan(byte* a, byte* b, int length) => CodeKernel<HardwareBytes>.Manhattan(a, b, length);

    /// <summary>How many bits of two codes of <paramref name="words"/> 64-bit words differ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Hamming(ulong* a, ulong* b, int words) => CodeKernel<HardwareBytes>.Hamming(a, b, words);
}
