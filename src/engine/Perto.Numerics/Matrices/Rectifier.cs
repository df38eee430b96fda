using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Perto.Numerics;

/// <summary>The rectified linear unit, max(x, 0), over dense vectors in hardware SIMD.</summary>
public static class Rectifier
{
    /// <summary>target = max(left + right, 0); target may be one of the two.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void OfSum(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> target)
    {
        RequireSameLength(left.Length, right.Length);
        RequireSameLength(left.Length, target.Length);
        ref float x = ref MemoryMarshal.GetReference(left);
        ref float y = ref MemoryMarshal.GetReference(right);
        ref float z = ref MemoryMarshal.GetReference(target);
        int width = Vector<float>.Count;
        int i = 0;
        for (; i <= left.Length - width; i += width)
            Vector.Max(Load(ref x, i) + Load(ref y, i), Vector<float>.Zero).StoreUnsafe(ref z, (nuint)i);
        for (; i < left.Length; i++)
            Unsafe.Add(ref z, i) = Math.Max(Unsafe.Add(ref x, i) + Unsafe.Add(ref y, i), 0);
    }

    /// <summary>
    /// Takes a gradient back through the unit: what belongs to an activation that is not positive becomes zero, the rest is multiplied.
    /// </summary>
    /// <param name="activations">What the unit gave.</param>
    /// <param name="scale">The factor: 1, or what dropout multiplied the activations it kept by.</param>
    /// <param name="gradient">The gradient by the activations on entry, by the unit's input on return.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Backward(ReadOnlySpan<float> activations, float scale, Span<float> gradient)
    {
        RequireSameLength(activations.Length, gradient.Length);
        ref float x = ref MemoryMarshal.GetReference(activations);
        ref float y = ref MemoryMarshal.GetReference(gradient);
        int width = Vector<float>.Count;
        Vector<float> factor = new(scale);
        int i = 0;
        for (; i <= activations.Length - width; i += width)
        {
            Vector<int> isPositive = Vector.GreaterThan(Load(ref x, i), Vector<float>.Zero);
            Vector.ConditionalSelect(isPositive, factor * Load(ref y, i), Vector<float>.Zero).StoreUnsafe(ref y, (nuint)i);
        }

        for (; i < activations.Length; i++)
            Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i) > 0 ? scale * Unsafe.Add(ref y, i) : 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<float> Load(ref float start, int index) => Vector.LoadUnsafe(ref start, (nuint)index);

    private static void RequireSameLength(int left, int right)
    {
        if (left != right)
            throw new ArgumentException($"vectors must have one length; got {left} and {right}");
    }
}
