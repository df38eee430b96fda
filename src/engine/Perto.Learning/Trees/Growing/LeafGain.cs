using System.Runtime.CompilerServices;

namespace Perto.Learning;

/// <summary>
/// The value of a leaf and what it is worth: the minimum of G v + (H + l2) v^2 / 2 + l1 |v| and twice its negative (Chen and Guestrin 2016,
/// equations 5 to 7).
/// </summary>
internal readonly struct LeafGain(double l1, double l2)
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Value(double gradient, double hessian)
    {
        double curvature = hessian + l2;
        return curvature > 0 ? -Shrunk(gradient) / curvature : 0;
    }

    /// <summary>What the best value is worth.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public double Best(double gradient, double hessian)
    {
        double shrunk = Shrunk(gradient);
        double curvature = hessian + l2;
        return curvature > 0 ? shrunk * shrunk / curvature : 0;
    }

    /// <summary>What a given value is worth.</summary>
    public double At(double gradient, double hessian, double value) =>
        -((2 * Shrunk(gradient) * value) + ((hessian + l2) * value * value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private double Shrunk(double gradient) => l1 == 0 ? gradient : Math.CopySign(Math.Max(0, Math.Abs(gradient) - l1), gradient);
}
