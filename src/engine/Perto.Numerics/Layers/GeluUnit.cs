using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Numerics;

/// <summary><see cref="Activation.Gelu"/>.</summary>
internal readonly struct GeluUnit : IActivation
{
    private const float InverseSqrt2 = 0.70710678f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        Vector<float> half = x * 0.5f;
        return Vector.FusedMultiplyAdd(half, VectorFunctions.Erf(x * InverseSqrt2), half);
    }
}
