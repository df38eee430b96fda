using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Numerics;

/// <summary><see cref="Activation.GeluTanh"/>, as x times the logistic function of twice the argument of the tangent: they are equal.</summary>
internal readonly struct GeluTanhUnit : IActivation
{
    private const float MinusTwiceSqrt2OverPi = -1.59576912f;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x)
    {
        Vector<float> inner = Vector.FusedMultiplyAdd(x * x * x, new Vector<float>(0.044715f), x);
        return x / (Vector<float>.One + VectorFunctions.Exp(inner * MinusTwiceSqrt2OverPi));
    }
}
