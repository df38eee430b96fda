namespace Perto.Learning;

/// <summary>
/// A metric as it was measured in one arm of an experiment. The variables of <paramref name="Moments"/> are the metric (a ratio has two: numerator,
/// denominator), followed, where it is <paramref name="Adjusted"/>, by the same of the time before the experiment.
/// </summary>
/// <param name="Kind">What was measured.</param>
/// <param name="Moments">By unit.</param>
/// <param name="Adjusted">Whether the effect is adjusted by what was measured before (CUPED).</param>
public sealed record ArmStatistic(MetricKind Kind, SampleMoments Moments, bool Adjusted = false)
{
    /// <summary>By unit: as many variables as <see cref="VariablesOf"/> says.</summary>
    /// <exception cref="ArgumentException">There are others.</exception>
    public SampleMoments Moments { get; } = Moments.Variables == VariablesOf(Kind, Adjusted) ? Moments : throw new ArgumentException(
        $"A {Kind} metric{(Adjusted ? " with a covariate" : "")} has {VariablesOf(Kind, Adjusted)} numbers a unit; got {Moments.Variables}", nameof(Moments));

    /// <summary>Units in the arm.</summary>
    public long Units => Moments.Count;

    /// <summary>The metric's value, not adjusted: a mean, a share, or the ratio of the sums. 0 where the denominators add up to 0.</summary>
    public double Value => ValueAt(0);

    /// <summary>How many numbers a unit has.</summary>
    public static int VariablesOf(MetricKind kind, bool adjusted) => (kind == MetricKind.Ratio ? 2 : 1) * (adjusted ? 2 : 1);

    /// <summary>A number's mean in an arm.</summary>
    public static ArmStatistic Mean(long units, double sum, double sumOfSquares) => new(MetricKind.Mean, SampleMoments.FromSums(units, sum, sumOfSquares));

    /// <summary>A share in an arm.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are not 0 to <paramref name="units"/> successes.</exception>
    public static ArmStatistic Proportion(long units, double successes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(successes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(successes, units);
        return new(MetricKind.Proportion, SampleMoments.FromSums(units, successes, successes));
    }

    /// <summary>A ratio of sums in an arm.</summary>
    /// <param name="units">Units in it.</param>
    /// <param name="numerator">Sum of the numerators.</param>
    /// <param name="numeratorSquares">Sum of their squares.</param>
    /// <param name="denominator">Sum of the denominators.</param>
    /// <param name="denominatorSquares">Sum of their squares.</param>
    /// <param name="products">Sum of numerator x denominator over the units.</param>
    public static ArmStatistic Ratio(
        long units, double numerator, double numeratorSquares, double denominator, double denominatorSquares, double products) =>
        new(
            MetricKind.Ratio,
            SampleMoments.FromSums(units, [numerator, denominator], [numeratorSquares, products, products, denominatorSquares]));

    internal bool HasDenominator => Kind != MetricKind.Ratio || Moments.Mean(1) != 0;

    /// <summary>The value of the metric whose first variable is given: 0 is the metric, the other is what was before.</summary>
    internal double ValueAt(int first)
    {
        if (Kind != MetricKind.Ratio)
            return Moments.Mean(first);
        double denominator = Moments.Mean(first + 1);
        return denominator == 0 ? 0 : Moments.Mean(first) / denominator;
    }

    /// <summary>The covariance of two variables. That of proportions divides by n, so that the variance is p (1 - p).</summary>
    internal double Covariance(int x, int y) => Moments.Comoment(x, y) / (Kind == MetricKind.Proportion ? Moments.Count : Moments.Count - 1);

    /// <summary>The variance of a linear combination of the variables, of one unit.</summary>
    internal double VarianceAlong(ReadOnlySpan<double> gradient) => CovarianceAlong(gradient, gradient);

    /// <summary>The covariance of two linear combinations of the variables, of one unit.</summary>
    internal double CovarianceAlong(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        double sum = 0;
        for (int x = 0; x < left.Length; x++)
        {
            for (int y = 0; y < right.Length; y++)
                sum += left[x] * right[y] * Covariance(x, y);
        }
        return sum;
    }
}
