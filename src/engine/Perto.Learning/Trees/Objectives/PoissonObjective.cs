namespace Perto.Learning;

/// <summary>Counts: the negative log-likelihood of a Poisson distribution with mean exp(score).</summary>
public sealed class PoissonObjective : BoostingObjective
{
    /// <summary>
    /// The hessian is multiplied by exp of this (poisson_max_delta_step), which makes steps shorter where the mean is small; above 0 and
    /// at most 10.
    /// </summary>
    public double MaxDeltaStep { get; init; } = 0.7;

    /// <inheritdoc/>
    public override string Text => "poisson";

    /// <inheritdoc/>
    public override BoostingMetric Metric => new PoissonDeviance();

    /// <inheritdoc/>
    public override ObjectiveState Start(LabeledRows rows, BoostingSettings settings)
    {
        SettingOutOfRangeException.ThrowUnless(MaxDeltaStep is > 0 and <= 10, nameof(MaxDeltaStep), MaxDeltaStep, "above 0 and at most 10");
        Require(rows);
        return new PointwiseState<Loss>(rows, new Loss(Math.Exp(MaxDeltaStep)), Math.Log(Math.Max(WeightedLabels.Mean(rows), 1e-15)));
    }

    internal override void Require(LabeledRows rows) => RequireLabels(rows, "0 or more", label => label >= 0);

    private readonly struct Loss(double shortening) : IPointwiseLoss
    {
        public double Of(double score, double label) => Math.Exp(score) - (label * score);

        public (double Gradient, double Hessian) Derivatives(double score, double label)
        {
            double mean = Math.Exp(score);
            return (mean - label, mean * shortening);
        }
    }
}
