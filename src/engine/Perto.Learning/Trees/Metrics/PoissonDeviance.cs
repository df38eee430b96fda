namespace Perto.Learning;

/// <summary>The mean of 2 (label log(label / prediction) - label + prediction). Predictions are means, above 0.</summary>
public sealed class PoissonDeviance : BoostingMetric
{
    private const double Least = 1e-10;

    /// <inheritdoc/>
    public override string Name => "poisson_deviance";

    /// <inheritdoc/>
    public override double Of(LabeledRows rows, ReadOnlySpan<double> predictions) => WeightedMean(rows, predictions, default(Loss));

    private readonly struct Loss : IMetricLoss
    {
        public double Of(double label, double prediction)
        {
            double mean = Math.Max(prediction, Least);
            return 2 * ((label > 0 ? label * Math.Log(label / mean) : 0) - label + mean);
        }
    }
}
