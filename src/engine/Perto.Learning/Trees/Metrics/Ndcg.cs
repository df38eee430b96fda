namespace Perto.Learning;

/// <summary>
/// The mean over queries of the normalised discounted cumulative gain of the first k rows with graded labels: gains 2^grade - 1,
/// discounts 1 / log2(rank + 1), divided by that of the best order (Järvelin and Kekäläinen 2002; Burges et al. 2005). Equal predictions
/// keep the order of the rows, and a query in which nothing is relevant counts 1: both as in LightGBM.
/// </summary>
/// <param name="k">How many rows of the ranking are looked at, from 1.</param>
public sealed class Ndcg(int k) : BoostingMetric
{
    internal const int Grades = 31;

    /// <summary>The gain of each grade, from 0 and never falling; empty for 2^grade - 1 up to grade 30.</summary>
    /// <exception cref="SettingOutOfRangeException">A gain is negative, not finite, or smaller than that of the grade below.</exception>
    public IReadOnlyList<double> LabelGains
    {
        get;
        init
        {
            Validate(value);
            field = value;
        }
    } = [];

    /// <inheritdoc/>
    public override string Name => $"ndcg@{k}";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override double Of(LabeledRows rows, ReadOnlySpan<double> predictions) => Mean(OfQueries(rows, predictions));

    /// <summary>The value of each query.</summary>
    /// <exception cref="ArgumentException">There is not one prediction a row, or a label is no grade that has a gain.</exception>
    public double[] OfQueries(LabeledRows rows, ReadOnlySpan<double> predictions) => Queries(rows).Of(predictions);

    internal override Func<double[], double> On(LabeledRows rows)
    {
        NdcgQueries queries = Queries(rows);
        return predictions => Mean(queries.Of(predictions));
    }

    internal static void Validate(IReadOnlyList<double> gains)
    {
        for (int grade = 0; grade < gains.Count; grade++)
        {
            SettingOutOfRangeException.ThrowUnless(
                double.IsFinite(gains[grade]) && gains[grade] >= (grade == 0 ? 0 : gains[grade - 1]),
                nameof(LabelGains),
                gains[grade],
                "finite, 0 or more, and none below that of the grade before");
        }
    }

    internal static double[] DefaultGains()
    {
        double[] gains = new double[Grades];
        for (int grade = 0; grade < gains.Length; grade++)
            gains[grade] = (1L << grade) - 1;
        return gains;
    }

    internal static double Discount(int rank) => 1 / Math.Log2(rank + 2);

    /// <summary>The discounted gain of the best order among the first <paramref name="k"/>.</summary>
    /// <param name="labels">Grades.</param>
    /// <param name="gains">Of each grade.</param>
    /// <param name="k">How many ranks count.</param>
    /// <param name="memory">Room for as many numbers as there are labels.</param>
    internal static double Ideal(ReadOnlySpan<float> labels, double[] gains, int k, Span<double> memory)
    {
        Span<double> ordered = memory[..labels.Length];
        for (int row = 0; row < labels.Length; row++)
            ordered[row] = -gains[(int)labels[row]];
        ordered.Sort();
        double ideal = 0;
        for (int rank = 0; rank < Math.Min(k, ordered.Length); rank++)
            ideal -= ordered[rank] * Discount(rank);
        return ideal;
    }

    /// <summary>Rows by prediction, best first; equal ones in the order of the rows.</summary>
    /// <param name="predictions">Of the rows.</param>
    /// <param name="keys">Room for as many numbers.</param>
    /// <param name="order">Receives the rows.</param>
    internal static void Order(ReadOnlySpan<double> predictions, Span<double> keys, Span<int> order)
    {
        for (int row = 0; row < predictions.Length; row++)
        {
            keys[row] = -predictions[row];
            order[row] = row;
        }

        keys.Sort(order);
        for (int first = 0; first < keys.Length;)
        {
            int end = first + 1;
            while (end < keys.Length && keys[end] == keys[first])
                end++;
            order[first..end].Sort();
            first = end;
        }
    }

    private NdcgQueries Queries(LabeledRows rows)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(k);
        double[] gains = LabelGains.Count == 0 ? DefaultGains() : [.. LabelGains];
        int wrong = Array.FindIndex(rows.Labels, label => !(label >= 0 && label < gains.Length && label == MathF.Floor(label)));
        return wrong < 0
            ? new NdcgQueries(rows, gains, k)
            : throw new ArgumentException(FormattableString.Invariant($"Labels must be whole numbers in 0..{gains.Length - 1}; got {rows.Labels[wrong]} in row {wrong}"));
    }

    private static double Mean(double[] queries)
    {
        double sum = 0;
        foreach (double value in queries)
            sum += value;
        return sum / queries.Length;
    }
}
