using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Numerics;

/// <summary><see cref="Activation.Relu"/>.</summary>
internal readonly struct ReluUnit : IActivation
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Of(Vector<float> x) => Vector.Max(x, Vector<float>.Zero);
}
