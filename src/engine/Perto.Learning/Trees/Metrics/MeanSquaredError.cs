namespace Perto.Learning;

/// <summary>The mean of (prediction - label)^2.</summary>
public sealed class MeanSquaredError : BoostingMetric
{
    /// <inheritdoc/>
    public override string Name => "l2";

    /// <inheritdoc/>
    public override double Of(LabeledRows rows, ReadOnlySpan<double> predictions) => WeightedMean(rows, predictions, default(Loss));

    private readonly struct Loss : IMetricLoss
    {
        public double Of(double label, double prediction) => (prediction - label) * (prediction - label);
    }
}
