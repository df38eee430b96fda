using System.Runtime.CompilerServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>Bits as they are, compared by the number that differ.</summary>
internal readonly unsafe struct BinaryCodes(int bits) : ICodes
{
    private readonly int _words = (bits + 63) / 64;

    public int CodeBytes => _words * sizeof(ulong);

    public int WalkBytes => CodeBytes;

    public static bool HasRefinement => false;

    public int QueryBytes => _words * sizeof(ulong);

    public int ScratchFloats => 0;

    public void Encode(ReadOnlySpan<byte> vector, Span<float> scratch, byte* code) => vector.CopyTo(new Span<byte>(code, CodeBytes));

    public void Prepare(ReadOnlySpan<byte> vector, Span<float> scratch, byte* query)
    {
        new Span<byte>(query, QueryBytes).Clear();
        vector.CopyTo(new Span<byte>(query, QueryBytes));
    }

    public void Prepare(byte* code, byte* query) => new Span<byte>(code, CodeBytes).CopyTo(new Span<byte>(query, QueryBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(byte* query, byte* code) => CodeDistances.Hamming((ulong*)query, (ulong*)code, _words);

    public float Refine(byte* query, byte* code) => Distance(query, code);
}
