namespace Perto.Learning;

/// <summary>
/// Number, means and co-moments of one or several numbers measured on each unit. Fed one unit at a time (Welford 1962), merged (Chan,
/// Golub and LeVeque 1979), or made of sums; whatever the tests need of an arm is in it.
/// </summary>
public sealed class SampleMoments
{
    private readonly double[] _means;
    private readonly double[] _comoments;
    private readonly double[] _delta;

    /// <summary>Of nothing yet.</summary>
    /// <param name="variables">How many numbers a unit has, 1 and up.</param>
    public SampleMoments(int variables)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(variables);
        _means = new double[variables];
        _comoments = new double[variables * variables];
        _delta = new double[variables];
    }

    /// <summary>How many numbers a unit has.</summary>
    public int Variables => _means.Length;

    /// <summary>How many units there are.</summary>
    public long Count { get; private set; }

    /// <summary>The mean of a variable; 0 of no units.</summary>
    public double Mean(int variable) => _means[variable];

    /// <summary>The co-moment of two variables: the sum of (x - mean of x)(y - mean of y) over the units.</summary>
    public double Comoment(int x, int y) => _comoments[(x * Variables) + y];

    /// <summary>The moments of one number by its sums.</summary>
    /// <param name="count">How many units, 0 and up.</param>
    /// <param name="sum">The sum over them.</param>
    /// <param name="sumOfSquares">The sum of squares over them.</param>
    public static SampleMoments FromSums(long count, double sum, double sumOfSquares) => FromSums(count, [sum], [sumOfSquares]);

    /// <summary>The moments of several numbers by their sums.</summary>
    /// <param name="count">How many units, 0 and up.</param>
    /// <param name="sums">The sum of each number.</param>
    /// <param name="products">The sums of the products of each pair, a square by rows: squares on its diagonal.</param>
    /// <exception cref="ArgumentException">The sums and products do not belong together, or one of them is not finite.</exception>
    public static SampleMoments FromSums(long count, ReadOnlySpan<double> sums, ReadOnlySpan<double> products)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (products.Length != sums.Length * sums.Length)
            throw new ArgumentException($"{sums.Length} sums have {sums.Length * sums.Length} products; got {products.Length}", nameof(products));
        var moments = new SampleMoments(sums.Length) { Count = count };
        if (count == 0)
            return moments;
        for (int x = 0; x < sums.Length; x++)
        {
            moments._means[x] = Finite(sums[x], nameof(sums)) / count;
            for (int y = 0; y < sums.Length; y++)
                moments._comoments[(x * sums.Length) + y] = Finite(products[(x * sums.Length) + y], nameof(products)) - (sums[x] * sums[y] / count);
        }
        return moments;
    }

    /// <summary>The moments of one number by its mean and the sum of squares of the deviations from it.</summary>
    internal static SampleMoments FromDeviations(long count, double mean, double squares)
    {
        var moments = new SampleMoments(1) { Count = count };
        moments._means[0] = mean;
        moments._comoments[0] = squares;
        return moments;
    }

    /// <summary>Adds a unit.</summary>
    /// <param name="unit">Its numbers, finite, as many as there are variables.</param>
    public void Add(ReadOnlySpan<double> unit)
    {
        int variables = Variables;
        if (unit.Length != variables)
            throw new ArgumentException($"A unit has {variables} numbers; got {unit.Length}", nameof(unit));
        Count++;
        double share = (Count - 1.0) / Count;
        for (int x = 0; x < variables; x++)
        {
            _delta[x] = unit[x] - _means[x];
            _means[x] += _delta[x] / Count;
        }
        for (int x = 0; x < variables; x++)
        {
            for (int y = 0; y <= x; y++)
            {
                double comoment = _comoments[(x * variables) + y] + (_delta[x] * _delta[y] * share);
                _comoments[(x * variables) + y] = comoment;
                _comoments[(y * variables) + x] = comoment;
            }
        }
    }

    /// <summary>Adds the units of another sample.</summary>
    public void Add(SampleMoments other)
    {
        int variables = Variables;
        if (other.Variables != variables)
            throw new ArgumentException($"A unit has {variables} numbers; the other sample has {other.Variables}", nameof(other));
        if (other.Count == 0)
            return;
        long count = Count + other.Count;
        double share = (double)Count / count * other.Count;
        for (int x = 0; x < variables; x++)
            _delta[x] = other._means[x] - _means[x];
        for (int x = 0; x < variables; x++)
        {
            for (int y = 0; y < variables; y++)
                _comoments[(x * variables) + y] += other._comoments[(x * variables) + y] + (_delta[x] * _delta[y] * share);
        }
        for (int x = 0; x < variables; x++)
            _means[x] += _delta[x] * other.Count / count;
        Count = count;
    }

    private static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw new ArgumentException($"Sums are finite numbers; got {value}", name);
}
