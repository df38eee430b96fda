namespace Perto.Learning;

/// <summary>
/// A quantile of the label: the pinball loss. The gradients choose the splits; the value of a leaf is then the quantile of its residuals.
/// </summary>
public sealed class QuantileObjective : BoostingObjective
{
    /// <summary>The share of labels below the score (alpha), above 0 and below 1.</summary>
    public double Share { get; init; } = 0.9;

    /// <inheritdoc/>
    public override string Text => FormattableString.Invariant($"quantile alpha:{Share}");

    /// <inheritdoc/>
    public override BoostingMetric Metric => new PinballLoss(Share);

    /// <inheritdoc/>
    public override ObjectiveState Start(LabeledRows rows, BoostingSettings settings)
    {
        SettingOutOfRangeException.ThrowUnless(Share is > 0 and < 1, nameof(Share), Share, "above 0 and below 1");
        double[] labels = Array.ConvertAll(rows.Labels, label => (double)label);
        double[] weights = rows.Weights is null ? [] : Array.ConvertAll(rows.Weights, weight => (double)weight);
        return new PointwiseState<Loss>(rows, new Loss(Share), WeightedLabels.Quantile(labels, weights, Share), Share);
    }

    private readonly struct Loss(double share) : IPointwiseLoss
    {
        public double Of(double score, double label) => score >= label ? (1 - share) * (score - label) : share * (label - score);

        public (double Gradient, double Hessian) Derivatives(double score, double label) => (score >= label ? 1 - share : -share, 1);
    }
}
