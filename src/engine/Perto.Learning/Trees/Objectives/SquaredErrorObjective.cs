namespace Perto.Learning;

/// <summary>Regression by least squares: (score - label)^2 / 2.</summary>
public sealed class SquaredErrorObjective : BoostingObjective
{
    /// <inheritdoc/>
    public override string Text => "regression";

    /// <inheritdoc/>
    public override BoostingMetric Metric => new MeanSquaredError();

    /// <inheritdoc/>
    public override ObjectiveState Start(LabeledRows rows, BoostingSettings settings) =>
        new PointwiseState<Loss>(rows, default, WeightedLabels.Mean(rows));

    private readonly struct Loss : IPointwiseLoss
    {
        public double Of(double score, double label) => (score - label) * (score - label) / 2;

        public (double Gradient, double Hessian) Derivatives(double score, double label) => (score - label, 1);
    }
}
