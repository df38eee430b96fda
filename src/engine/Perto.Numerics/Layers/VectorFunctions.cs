using System.Numerics;
using System.Runtime.CompilerServices;

namespace Perto.Numerics;

/// <summary>Functions of each value of a register, in single precision.</summary>
public static class VectorFunctions
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts: n times the first is exact for every exponent n.
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;
    private const float LeastExponent = -87.336544f;
    private const float MostExponent = 88.02f;

    // Beyond it erf is 1 to the last bit.
    private const float ErfLimit = 3.92f;

    /// <summary>
    /// e to the power of each value, within 2 units of the last place; values below -87.3 count as it, values above 88.0 too. The polynomial is
    /// that of <c>expf</c> in Moshier's Cephes library.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Exp(Vector<float> x)
    {
        x = Vector.Min(Vector.Max(x, new Vector<float>(LeastExponent)), new Vector<float>(MostExponent));
        Vector<float> power = Vector.Round(x * Log2E);
        Vector<float> rest = Vector.FusedMultiplyAdd(power, new Vector<float>(-Ln2High), x);
        rest = Vector.FusedMultiplyAdd(power, new Vector<float>(-Ln2Low), rest);
        Vector<float> sum = new(1.9875691500e-4f);
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(1.3981999507e-3f));
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(8.3334519073e-3f));
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(4.1665795894e-2f));
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(1.6666665459e-1f));
        sum = Vector.FusedMultiplyAdd(sum, rest, new Vector<float>(5.0000001201e-1f));
        sum = Vector.FusedMultiplyAdd(sum, rest * rest, rest) + Vector<float>.One;
        Vector<int> exponent = Vector.ConvertToInt32Native(power) + new Vector<int>(127);
        return sum * Vector.AsVectorSingle(exponent << 23);
    }

    /// <summary>
    /// The error function of each value, within 4e-7: an odd rational function of degrees 13 and 8, as Eigen has it (<c>MathFunctionsImpl.h</c>).
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector<float> Erf(Vector<float> x)
    {
        x = Vector.Min(Vector.Max(x, new Vector<float>(-ErfLimit)), new Vector<float>(ErfLimit));
        Vector<float> square = x * x;
        Vector<float> above = new(-2.72614225801306e-10f);
        above = Vector.FusedMultiplyAdd(above, square, new Vector<float>(2.77068142495902e-08f));
        above = Vector.FusedMultiplyAdd(above, square, new Vector<float>(-2.10102402082508e-06f));
        above = Vector.FusedMultiplyAdd(above, square, new Vector<float>(-5.69250639462346e-05f));
        above = Vector.FusedMultiplyAdd(above, square, new Vector<float>(-7.34990630326855e-04f));
        above = Vector.FusedMultiplyAdd(above, square, new Vector<float>(-2.95459980854025e-03f));
        above = Vector.FusedMultiplyAdd(above, square, new Vector<float>(-1.60960333262415e-02f));
        Vector<float> below = new(-1.45660718464996e-05f);
        below = Vector.FusedMultiplyAdd(below, square, new Vector<float>(-2.13374055278905e-04f));
        below = Vector.FusedMultiplyAdd(below, square, new Vector<float>(-1.68282697438203e-03f));
        below = Vector.FusedMultiplyAdd(below, square, new Vector<float>(-7.37332916720468e-03f));
        below = Vector.FusedMultiplyAdd(below, square, new Vector<float>(-1.42647390514189e-02f));
        return x * above / below;
    }
}
