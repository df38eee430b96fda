namespace Perto.Learning;

/// <summary>
/// The mean of 2 (label^(2-p) / ((1-p)(2-p)) - label prediction^(1-p) / (1-p) + prediction^(2-p) / (2-p)). Predictions are means, above 0.
/// </summary>
/// <param name="variancePower">The power p, above 1 and below 2.</param>
public sealed class TweedieDeviance(double variancePower) : BoostingMetric
{
    private const double Least = 1e-10;

    /// <inheritdoc/>
    public override string Name => "tweedie_deviance";

    /// <inheritdoc/>
    public override double Of(LabeledRows rows, ReadOnlySpan<double> predictions) => WeightedMean(rows, predictions, new Loss(variancePower));

    private readonly struct Loss(double power) : IMetricLoss
    {
        public double Of(double label, double prediction)
        {
            double mean = Math.Max(prediction, Least);
            return 2 * ((Math.Pow(label, 2 - power) / ((1 - power) * (2 - power)))
                - (label * Math.Pow(mean, 1 - power) / (1 - power))
                + (Math.Pow(mean, 2 - power) / (2 - power)));
        }
    }
}
