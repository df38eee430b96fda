namespace Perto.Learning;

/// <summary>The mean of q (label - prediction) where the label is above, and of (1 - q) (prediction - label) where it is below.</summary>
/// <param name="share">The quantile q, above 0 and below 1.</param>
public sealed class PinballLoss(double share) : BoostingMetric
{
    /// <inheritdoc/>
    public override string Name => "quantile";

    /// <inheritdoc/>
    public override double Of(LabeledRows rows, ReadOnlySpan<double> predictions) => WeightedMean(rows, predictions, new Loss(share));

    private readonly struct Loss(double share) : IMetricLoss
    {
        public double Of(double label, double prediction) =>
            label >= prediction ? share * (label - prediction) : (1 - share) * (prediction - label);
    }
}
