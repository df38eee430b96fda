namespace Perto.Learning;

/// <summary>Between which values a leaf must stay so that the tree is monotone (LightGBM's basic method).</summary>
internal readonly record struct ValueBounds(double Low, double High)
{
    public static ValueBounds Free { get; } = new(double.NegativeInfinity, double.PositiveInfinity);

    public double Clamp(double value) => Math.Clamp(value, Low, High);
}
