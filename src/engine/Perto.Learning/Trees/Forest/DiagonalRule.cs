using System.Numerics;
using System.Runtime.InteropServices;

namespace Perto.Learning;

/// <summary>
/// The Gauss-Legendre rule on 0..1 that sums up, without an error but that of rounding, what the leaves of trees of a depth are worth along the diagonal: with n
/// points it is exact for polynomials of a degree up to 2n - 1, and a path of d features gives one of d - 1.
/// </summary>
internal sealed class DiagonalRule
{
    private const double Tolerance = 1e-14;

    private readonly Vector<double>[] _points;
    private readonly Vector<double>[] _weights;

    /// <param name="depth">Splits of the longest path.</param>
    public DiagonalRule(int depth)
    {
        Depth = depth;
        int count = Math.Max(1, (depth + 1) / 2);
        int vectors = (count + Vector<double>.Count - 1) / Vector<double>.Count;
        _points = new Vector<double>[vectors];
        _weights = new Vector<double>[vectors];
        // What fills up the last vector weighs nothing, and stands where no factor is 0.
        Span<double> points = MemoryMarshal.Cast<Vector<double>, double>(_points.AsSpan()), weights = MemoryMarshal.Cast<Vector<double>, double>(_weights.AsSpan());
        points.Fill(0.5);
        for (int i = 0; i < count; i++)
            (points[i], weights[i]) = Node(count, i);
    }

    /// <summary>Splits of the longest path.</summary>
    public int Depth { get; }

    /// <summary>Where the sum looks, inside of 0..1.</summary>
    public ReadOnlySpan<Vector<double>> Points => _points;

    /// <summary>What each point weighs.</summary>
    public ReadOnlySpan<Vector<double>> Weights => _weights;

    // A root of the Legendre polynomial by Newton's method, from Tricomi's approximation (Press et al., Numerical Recipes, 4.6), brought from -1..1 to 0..1.
    private static (double Point, double Weight) Node(int count, int root)
    {
        double x = Math.Cos(Math.PI * (root + 0.75) / (count + 0.5));
        while (true)
        {
            (double value, double slope) = Legendre(count, x);
            double step = value / slope;
            x -= step;
            if (Math.Abs(step) <= Tolerance)
            {
                slope = Legendre(count, x).Slope;
                return ((1 - x) / 2, 1 / ((1 - (x * x)) * slope * slope));
            }
        }
    }

    private static (double Value, double Slope) Legendre(int degree, double x)
    {
        (double before, double value) = (1, x);
        for (int k = 2; k <= degree; k++)
            (before, value) = (value, ((((2 * k) - 1) * x * value) - ((k - 1) * before)) / k);
        return (value, degree * ((x * value) - before) / ((x * x) - 1));
    }
}
