using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>The vectors themselves, four times the memory of <see cref="ByteCodes{TForm}"/>: for comparison, and where nothing may be rounded.</summary>
/// <typeparam name="TTerm">What a coordinate adds to the distance.</typeparam>
internal readonly unsafe struct FloatCodes<TTerm>(int dimension, bool isProduct) : ICodes
    where TTerm : struct, IDistanceTerm
{
    public int CodeBytes => dimension * sizeof(float);

    public int WalkBytes => CodeBytes;

    public static bool HasRefinement => false;

    public int QueryBytes => dimension * sizeof(float);

    public int ScratchFloats => 0;

    public void Encode(ReadOnlySpan<byte> vector, Span<float> scratch, byte* code) => vector.CopyTo(new Span<byte>(code, CodeBytes));

    public void Prepare(ReadOnlySpan<byte> vector, Span<float> scratch, byte* query) => vector.CopyTo(new Span<byte>(query, CodeBytes));

    public void Prepare(byte* code, byte* query) => new Span<byte>(code, CodeBytes).CopyTo(new Span<byte>(query, CodeBytes));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(byte* query, byte* code)
    {
        float sum = Distances.Between<TTerm>(
            MemoryMarshal.CreateReadOnlySpan(ref *(float*)query, dimension), MemoryMarshal.CreateReadOnlySpan(ref *(float*)code, dimension));
        return isProduct ? 1 - sum : sum;
    }

    public float Refine(byte* query, byte* code) => Distance(query, code);
}
