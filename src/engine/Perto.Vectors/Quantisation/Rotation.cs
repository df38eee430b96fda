using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// A random rotation: random signs, then Hadamard transforms of the first and of the last 2^m coordinates, twice. Lengths and inner products stay;
/// coordinates become alike, nearly normal with variance |x|²/d, whatever the data's own axes are. So one step size suits all of them, and needs no training.
/// O(d log d). (As in RaBitQ, Gao and Long 2024; the structured transform of Ailon and Chazelle 2009.)
/// </summary>
internal sealed class Rotation
{
    private const long Seed = 0x7065_7274_6F;

    private readonly int _block;
    private readonly float[][] _signs;

    /// <param name="dimension">Length of the vectors.</param>
    public Rotation(int dimension)
    {
        _block = 1;
        while (_block * 2 <= dimension)
            _block *= 2;
        SeededRandom random = SeededRandom.ForStream(Seed, dimension);
        float unit = 1 / MathF.Sqrt(_block);
        // The factor that keeps lengths rides on the signs. Of two overlapping transforms each carries its own.
        _signs = new float[_block == dimension ? 1 : 4][];
        for (int round = 0; round < _signs.Length; round++)
        {
            _signs[round] = new float[_block];
            for (int i = 0; i < _block; i++)
                _signs[round][i] = (random.NextUInt64() & 1) == 0 ? unit : -unit;
        }
    }

    /// <summary>Rotates in place.</summary>
    public void Apply(Span<float> vector)
    {
        for (int round = 0; round < _signs.Length; round++)
        {
            Span<float> part = round % 2 == 0 ? vector[.._block] : vector[^_block..];
            Multiply(part, _signs[round]);
            Hadamard(part);
        }
    }

    private static void Multiply(Span<float> values, ReadOnlySpan<float> by)
    {
        int i = 0;
        ref float v = ref MemoryMarshal.GetReference(values);
        ref float s = ref MemoryMarshal.GetReference(by);
        for (; i + 8 <= values.Length; i += 8)
            (Vector256.LoadUnsafe(ref v, (nuint)i) * Vector256.LoadUnsafe(ref s, (nuint)i)).StoreUnsafe(ref v, (nuint)i);
        for (; i < values.Length; i++)
            values[i] *= by[i];
    }

    private static void Hadamard(Span<float> values)
    {
        ref float v = ref MemoryMarshal.GetReference(values);
        int first = 1;
        if (values.Length >= 8)
        {
            Vector256<float> one = Vector256.Create(1f, -1, 1, -1, 1, -1, 1, -1);
            Vector256<float> two = Vector256.Create(1f, 1, -1, -1, 1, 1, -1, -1);
            Vector256<float> four = Vector256.Create(1f, 1, 1, 1, -1, -1, -1, -1);
            for (nuint i = 0; i < (nuint)values.Length; i += 8)
            {
                Vector256<float> x = Vector256.LoadUnsafe(ref v, i);
                x = Vector256.Shuffle(x, Vector256.Create(1, 0, 3, 2, 5, 4, 7, 6)) + (x * one);
                x = Vector256.Shuffle(x, Vector256.Create(2, 3, 0, 1, 6, 7, 4, 5)) + (x * two);
                x = Vector256.Create(x.GetUpper(), x.GetLower()) + (x * four);
                x.StoreUnsafe(ref v, i);
            }
            first = 8;
        }
        for (int half = first; half < values.Length; half *= 2)
        {
            for (int start = 0; start < values.Length; start += 2 * half)
                Butterfly(values.Slice(start, half), values.Slice(start + half, half));
        }
    }

    private static void Butterfly(Span<float> left, Span<float> right)
    {
        ref float l = ref MemoryMarshal.GetReference(left);
        ref float r = ref MemoryMarshal.GetReference(right);
        int i = 0;
        for (; i + 8 <= left.Length; i += 8)
        {
            Vector256<float> a = Vector256.LoadUnsafe(ref l, (nuint)i), b = Vector256.LoadUnsafe(ref r, (nuint)i);
            (a + b).StoreUnsafe(ref l, (nuint)i);
            (a - b).StoreUnsafe(ref r, (nuint)i);
        }
        for (; i < left.Length; i++)
            (left[i], right[i]) = (left[i] + right[i], left[i] - right[i]);
    }
}
