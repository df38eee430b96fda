using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Numerics;

/// <summary><see cref="Activation.Tanh"/>, as 1 - 2 / (e^2x + 1).</summary>
internal readonly struct TanhUnit : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x) =>
        Vector<float>.One - (new Vector<float>(2) / (VectorFunctions.Exp(x + x) + Vector<float>.One));
}
