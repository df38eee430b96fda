namespace Perto.Numerics;

/// <summary>
/// The natural logarithm from correctly rounded operations only. <see cref="Math.Log(double)"/> comes from the platform's C
/// library and differs in the last bit between platforms, which would make seeded sequences differ.
/// </summary>
internal static class PortableLogarithm
{
    private const double Ln2 = 0.693147180559945309417;
    private const double SquareRootOf2 = 1.41421356237309504880;
    private const int Terms = 12;

    /// <summary>ln(value) for a positive, finite, normal value, to about 1e-15.</summary>
    public static double Of(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0x000F_FFFF_FFFF_FFFF) | 0x3FF0_0000_0000_0000);
        if (mantissa > SquareRootOf2)
        {
            mantissa /= 2;
            exponent++;
        }

        // ln m = 2 artanh((m - 1) / (m + 1)); the argument is below 0.172, so each term is 34 times smaller than the last.
        double ratio = (mantissa - 1) / (mantissa + 1);
        double square = ratio * ratio;
        double sum = 0;
        for (int term = Terms - 1; term >= 0; term--)
            sum = (sum * square) + (1.0 / ((2 * term) + 1));
        return (exponent * Ln2) + (2 * ratio * sum);
    }
}
