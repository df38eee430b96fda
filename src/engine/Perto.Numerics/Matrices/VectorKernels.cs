using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>
/// The loops over dense vectors that linear algebra is made of, in hardware SIMD. Sums are made in the order of the
/// lanes, so the last bits depend on the processor's vector width, never on threads.
/// </summary>
public static class VectorKernels
{
    /// <summary>The inner product of two vectors of equal length.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        RequireSameLength(left.Length, right.Length);
        ref float x = ref MemoryMarshal.GetReference(left);
        ref float y = ref MemoryMarshal.GetReference(right);
        int width = Vector<float>.Count;
        int length = left.Length;
        int i = 0;

        // Four sums hide the latency of the multiply-add.
        Vector<float> sum0 = Vector<float>.Zero, sum1 = sum0, sum2 = sum0, sum3 = sum0;
        for (; i <= length - (4 * width); i += 4 * width)
        {
            sum0 = Vector.FusedMultiplyAdd(Load(ref x, i), Load(ref y, i), sum0);
            sum1 = Vector.FusedMultiplyAdd(Load(ref x, i + width), Load(ref y, i + width), sum1);
            sum2 = Vector.FusedMultiplyAdd(Load(ref x, i + (2 * width)), Load(ref y, i + (2 * width)), sum2);
            sum3 = Vector.FusedMultiplyAdd(Load(ref x, i + (3 * width)), Load(ref y, i + (3 * width)), sum3);
        }

        for (; i <= length - width; i += width)
            sum0 = Vector.FusedMultiplyAdd(Load(ref x, i), Load(ref y, i), sum0);
        float sum = Vector.Sum((sum0 + sum1) + (sum2 + sum3));
        for (; i < length; i++)
            sum += Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
        return sum;
    }

    /// <summary>target += scale * source.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Axpy(float scale, ReadOnlySpan<float> source, Span<float> target)
    {
        RequireSameLength(source.Length, target.Length);
        ref float x = ref MemoryMarshal.GetReference(source);
        ref float y = ref MemoryMarshal.GetReference(target);
        int width = Vector<float>.Count;
        Vector<float> factor = new(scale);
        int i = 0;
        for (; i <= source.Length - width; i += width)
            Vector.FusedMultiplyAdd(factor, Load(ref x, i), Load(ref y, i)).StoreUnsafe(ref y, (nuint)i);
        for (; i < source.Length; i++)
            Unsafe.Add(ref y, i) += scale * Unsafe.Add(ref x, i);
    }

    /// <summary>target += scale * left * right, element by element.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void AddProduct(float scale, ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> target)
    {
        RequireSameLength(left.Length, right.Length);
        RequireSameLength(left.Length, target.Length);
        ref float x = ref MemoryMarshal.GetReference(left);
        ref float y = ref MemoryMarshal.GetReference(right);
        ref float z = ref MemoryMarshal.GetReference(target);
        int width = Vector<float>.Count;
        Vector<float> factor = new(scale);
        int i = 0;
        for (; i <= left.Length - width; i += width)
            Vector.FusedMultiplyAdd(factor * Load(ref x, i), Load(ref y, i), Load(ref z, i)).StoreUnsafe(ref z, (nuint)i);
        for (; i < left.Length; i++)
            Unsafe.Add(ref z, i) += scale * Unsafe.Add(ref x, i) * Unsafe.Add(ref y, i);
    }

    /// <summary>target *= scale.</summary>
    public static void Scale(float scale, Span<float> target)
    {
        ref float y = ref MemoryMarshal.GetReference(target);
        int width = Vector<float>.Count;
        Vector<float> factor = new(scale);
        int i = 0;
        for (; i <= target.Length - width; i += width)
            (factor * Load(ref y, i)).StoreUnsafe(ref y, (nuint)i);
        for (; i < target.Length; i++)
            Unsafe.Add(ref y, i) *= scale;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float start, int index) => Vector.LoadUnsafe(ref start, (nuint)index);

    private static void RequireSameLength(int left, int right)
    {
        if (left != right)
            throw new ArgumentException($"vectors must have one length; got {left} and {right}");
    }
}
