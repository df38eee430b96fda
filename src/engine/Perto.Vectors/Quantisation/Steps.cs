using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>Arithmetic that codes share.</summary>
internal static class Steps
{
    /// <summary>
    /// The largest coordinate that codes of unit vectors tell apart, after rotation. Coordinates are nearly normal with variance 1/d; short vectors
    /// may have a coordinate of 1.
    /// </summary>
    /// <param name="dimension">Length of the vectors.</param>
    /// <param name="deviations">How many standard deviations the codes reach.</param>
    public static float UnitClip(int dimension, float deviations) => MathF.Min(1, deviations / MathF.Sqrt(dimension));

    /// <summary>Bytes of codes with filling.</summary>
    public static int Padded(int bytes) => (bytes + CodeDistances.Alignment - 1) / CodeDistances.Alignment * CodeDistances.Alignment;

    /// <summary>The largest magnitude.</summary>
    public static float Largest(ReadOnlySpan<float> values)
    {
        Vector256<float> magnitudes = default;
        ref float first = ref MemoryMarshal.GetReference(values);
        int i = 0;
        for (; i + Vector256<float>.Count <= values.Length; i += Vector256<float>.Count)
            magnitudes = Vector256.MaxNative(magnitudes, Vector256.Abs(Vector256.LoadUnsafe(ref first, (nuint)i)));
        float largest = 0;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
            largest = MathF.Max(largest, magnitudes[lane]);
        for (; i < values.Length; i++)
            largest = MathF.Max(largest, MathF.Abs(values[i]));
        return largest;
    }

    /// <summary>The sum of squares.</summary>
    public static float Squares(ReadOnlySpan<float> values) => Distances.Between<DotTerm>(values, values);

    /// <summary>Takes off the centre, if there is one, and rotates.</summary>
    public static Span<float> Transform(ReadOnlySpan<byte> vector, float[]? centre, Rotation rotation, Span<float> scratch)
    {
        ReadOnlySpan<float> values = MemoryMarshal.Cast<byte, float>(vector);
        Span<float> transformed = scratch[..values.Length];
        values.CopyTo(transformed);
        for (int i = 0; centre is not null && i < transformed.Length; i++)
            transformed[i] -= centre[i];
        rotation.Apply(transformed);
        return transformed;
    }

    /// <summary>Rounds values / step to whole numbers within +-<paramref name="limit"/>; gives their sum.</summary>
    public static unsafe int Round(ReadOnlySpan<float> values, float step, int limit, sbyte* steps)
    {
        float inverse = step > 0 ? 1 / step : 0;
        ref float value = ref MemoryMarshal.GetReference(values);
        Vector256<int> low = Vector256.Create(-limit), high = Vector256.Create(limit), sums = default;
        int i = 0;
        for (; i + 32 <= values.Length; i += 32)
        {
            Vector256<int> a = Whole(ref value, i), b = Whole(ref value, i + 8), c = Whole(ref value, i + 16), d = Whole(ref value, i + 24);
            sums += a + b + c + d;
            Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d)).Store(steps + i);
        }

        int sum = Vector256.Sum(sums);
        for (; i < values.Length; i++)
        {
            int rounded = Math.Clamp((int)MathF.Round(values[i] * inverse), -limit, limit);
            steps[i] = (sbyte)rounded;
            sum += rounded;
        }
        return sum;

        Vector256<int> Whole(ref float first, int at)
        {
            Vector256<float> scaled = Vector256.LoadUnsafe(ref first, (nuint)at) * inverse;
            return Vector256.Min(Vector256.Max(Vector256.ConvertToInt32(Vector256.Round(scaled)), low), high);
        }
    }
}
