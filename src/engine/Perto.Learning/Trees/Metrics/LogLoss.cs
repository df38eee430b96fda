namespace Perto.Learning;

/// <summary>The mean of -log of the probability given to the class that it was. Predictions are probabilities of label 1.</summary>
public sealed class LogLoss : BoostingMetric
{
    private const double Least = 1e-15;

    /// <inheritdoc/>
    public override string Name => "binary_logloss";

    /// <inheritdoc/>
    public override double Of(LabeledRows rows, ReadOnlySpan<double> predictions) => WeightedMean(rows, predictions, default(Loss));

    private readonly struct Loss : IMetricLoss
    {
        public double Of(double label, double prediction) => -Math.Log(Math.Max(label > 0 ? prediction : 1 - prediction, Least));
    }
}
