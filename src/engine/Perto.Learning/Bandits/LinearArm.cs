namespace Perto.Learning;

/// <summary>What is known of one arm: Bayesian linear regression of its rewards on their contexts.</summary>
/// <remarks>
/// A = ridge I + sum of x x', b = sum of reward x; the mean reward in a context x is x' A⁻¹ b, and its variance is proportional to x' A⁻¹ x. Sums
/// add up: what several servers learned is one sum. Safe for use by many threads while it is not changed.
/// </remarks>
public sealed class LinearArm
{
    private readonly double[] _products;
    private readonly double[] _rewards;
    private readonly double _ridge;
    private volatile Solution? _solution;

    /// <summary>The largest number of a context, and the largest reward, as it stands without its sign.</summary>
    public const double Largest = 1e6;

    /// <param name="dimensions">Numbers of a context, 1 to 1,024.</param>
    /// <param name="ridge">See <see cref="BanditSettings.Ridge"/>.</param>
    public LinearArm(int dimensions, double ridge = 1)
    {
        SettingOutOfRangeException.ThrowUnless(dimensions is >= 1 and <= 1_024, nameof(dimensions), dimensions, "in 1..1024");
        SettingOutOfRangeException.ThrowUnless(double.IsFinite(ridge) && ridge > 0, nameof(ridge), ridge, "above 0");
        Dimensions = dimensions;
        _ridge = ridge;
        _products = new double[dimensions * (dimensions + 1) / 2];
        _rewards = new double[dimensions];
    }

    /// <summary>Numbers of a context.</summary>
    public int Dimensions { get; }

    /// <summary>Rewards that were seen; less where they were forgotten.</summary>
    public double Count { get; private set; }

    /// <summary>The weights of the context's numbers in the mean reward.</summary>
    public ReadOnlySpan<double> Weights => Solved.Weights;

    internal ReadOnlySpan<double> Products => _products;

    internal ReadOnlySpan<double> Rewards => _rewards;

    /// <summary>Learns from a reward.</summary>
    /// <param name="context">As many numbers as there are <see cref="Dimensions"/>, each from -<see cref="Largest"/> to <see cref="Largest"/>.</param>
    /// <param name="reward">From -<see cref="Largest"/> to <see cref="Largest"/>.</param>
    /// <param name="weight">How many such rewards it counts as, above 0 and at most <see cref="Largest"/>.</param>
    public void Add(ReadOnlySpan<double> context, double reward, double weight = 1)
    {
        RequireContext(context);
        if (!(Math.Abs(reward) <= Largest))
            throw new ArgumentOutOfRangeException(nameof(reward), reward, $"A reward is from -{Largest} to {Largest}");
        if (!(weight > 0 && weight <= Largest))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, $"A weight is above 0 and at most {Largest}");
        for (int i = 0, at = 0; i < context.Length; i++)
        {
            double scaled = weight * context[i];
            for (int j = 0; j <= i; j++, at++)
                _products[at] += scaled * context[j];
            _rewards[i] += reward * scaled;
        }
        Count += weight;
        _solution = null;
    }

    /// <summary>Learns what another one learned.</summary>
    /// <exception cref="ArgumentException">Its contexts have another number of dimensions.</exception>
    public void Add(LinearArm other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Dimensions != Dimensions)
            throw new ArgumentException($"The other arm has contexts of {other.Dimensions} numbers, this one of {Dimensions}", nameof(other));
        Add(other._products, other._rewards, other.Count);
    }

    /// <summary>Lets what was learned count for less, as tastes change.</summary>
    /// <param name="kept">Share that stays, 0 to 1.</param>
    public void Forget(double kept)
    {
        if (kept is not (>= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(kept), kept, "The share that stays is 0 to 1");
        for (int i = 0; i < _products.Length; i++)
            _products[i] *= kept;
        for (int i = 0; i < _rewards.Length; i++)
            _rewards[i] *= kept;
        Count *= kept;
        _solution = null;
    }

    /// <summary>The mean reward in a context.</summary>
    public double Mean(ReadOnlySpan<double> context)
    {
        RequireContext(context);
        return Dot(Solved.Weights, context);
    }

    /// <summary>How uncertain the mean is in a context, as a standard deviation for rewards of variance 1: the square root of x' A⁻¹ x.</summary>
    /// <param name="context">The context.</param>
    public double Deviation(ReadOnlySpan<double> context)
    {
        RequireContext(context);
        double[] factor = Solved.Factor;
        // A = L L', so x' A⁻¹ x is the squared length of the y that solves L y = x.
        Span<double> y = Dimensions <= 64 ? stackalloc double[Dimensions] : new double[Dimensions];
        double squares = 0;
        for (int i = 0, at = 0; i < Dimensions; i++)
        {
            double value = context[i];
            for (int j = 0; j < i; j++, at++)
                value -= factor[at] * y[j];
            y[i] = value / factor[at++];
            squares += y[i] * y[i];
        }
        return Math.Sqrt(squares);
    }

    internal void Add(ReadOnlySpan<double> products, ReadOnlySpan<double> rewards, double count)
    {
        for (int i = 0; i < _products.Length; i++)
            _products[i] += products[i];
        for (int i = 0; i < _rewards.Length; i++)
            _rewards[i] += rewards[i];
        Count += count;
        _solution = null;
    }

    // Once for all that was learned since it was asked last. Two threads that come at once make the same one.
    private Solution Solved => _solution ??= Solve();

    private Solution Solve()
    {
        double[] factor = new double[_products.Length];
        double[] weights = new double[Dimensions];
        for (int i = 0, row = 0; i < Dimensions; row += ++i)
        {
            for (int j = 0, other = 0; j <= i; other += ++j)
            {
                double sum = _products[row + j] + (i == j ? _ridge : 0);
                for (int k = 0; k < j; k++)
                    sum -= factor[row + k] * factor[other + k];
                // What is left of the diagonal is at least the ridge; rounding may say less.
                factor[row + j] = i == j ? Math.Sqrt(Math.Max(sum, _ridge)) : sum / factor[other + j];
            }
        }
        for (int i = 0, row = 0; i < Dimensions; row += ++i)
        {
            double value = _rewards[i];
            for (int k = 0; k < i; k++)
                value -= factor[row + k] * weights[k];
            weights[i] = value / factor[row + i];
        }
        for (int i = Dimensions - 1; i >= 0; i--)
        {
            double value = weights[i];
            for (int k = i + 1; k < Dimensions; k++)
                value -= factor[(k * (k + 1) / 2) + i] * weights[k];
            weights[i] = value / factor[(i * (i + 1) / 2) + i];
        }
        return new Solution(factor, weights);
    }

    private void RequireContext(ReadOnlySpan<double> context)
    {
        if (context.Length != Dimensions)
            throw new ArgumentException($"A context has {Dimensions} numbers; got {context.Length}", nameof(context));
        foreach (double value in context)
        {
            if (!(Math.Abs(value) <= Largest))
                throw new ArgumentOutOfRangeException(nameof(context), value, $"The numbers of a context are from -{Largest} to {Largest}");
        }
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
            sum += x[i] * y[i];
        return sum;
    }

    /// <param name="Factor">L of A = L L', by rows.</param>
    /// <param name="Weights">A⁻¹ b.</param>
    private sealed record Solution(double[] Factor, double[] Weights);
}
