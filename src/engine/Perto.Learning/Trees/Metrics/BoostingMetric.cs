namespace Perto.Learning;

/// <summary>A number that says how good predictions are, for early stopping and evaluation. Sample weights count, except in <see cref="Ndcg"/>.</summary>
public abstract class BoostingMetric
{
    /// <summary>As it is printed: <c>ndcg@5</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Whether more is better.</summary>
    public virtual bool HigherIsBetter => false;

    /// <summary>The metric of predictions.</summary>
    /// <param name="rows">The rows with their labels.</param>
    /// <param name="predictions">A prediction for each row, on the scale of the label where the objective has one.</param>
    public abstract double Of(LabeledRows rows, ReadOnlySpan<double> predictions);

    /// <summary>The metric of many predictions of the same rows, with what depends on the rows alone made ready.</summary>
    internal virtual Func<double[], double> On(LabeledRows rows) => predictions => Of(rows, predictions);

    private protected static double WeightedMean<TLoss>(LabeledRows rows, ReadOnlySpan<double> predictions, TLoss loss)
        where TLoss : struct, IMetricLoss
    {
        if (predictions.Length != rows.RowCount)
            throw new ArgumentException($"predictions must be one for each of the {rows.RowCount} rows; got {predictions.Length}");
        double sum = 0;
        double weights = 0;
        for (int row = 0; row < predictions.Length; row++)
        {
            sum += rows.Weight(row) * loss.Of(rows.Labels[row], predictions[row]);
            weights += rows.Weight(row);
        }

        return sum / weights;
    }
}
