namespace Perto.Learning;

/// <summary>
/// Amounts that are often 0 and otherwise positive: the negative log-likelihood of a Tweedie distribution with mean exp(score), without
/// what does not depend on the score.
/// </summary>
public sealed class TweedieObjective : BoostingObjective
{
    /// <summary>The variance is the mean to this power (tweedie_variance_power), in 1..2, both excluded: 1 is Poisson, 2 is gamma.</summary>
    public double VariancePower { get; init; } = 1.5;

    /// <inheritdoc/>
    public override string Text => FormattableString.Invariant($"tweedie tweedie_variance_power:{VariancePower}");

    /// <inheritdoc/>
    public override BoostingMetric Metric => new TweedieDeviance(VariancePower);

    /// <inheritdoc/>
    public override ObjectiveState Start(LabeledRows rows, BoostingSettings settings)
    {
        SettingOutOfRangeException.ThrowUnless(VariancePower is > 1 and < 2, nameof(VariancePower), VariancePower, "above 1 and below 2");
        Require(rows);
        return new PointwiseState<Loss>(rows, new Loss(VariancePower), Math.Log(Math.Max(WeightedLabels.Mean(rows), 1e-15)));
    }

    internal override void Require(LabeledRows rows) => RequireLabels(rows, "0 or more", label => label >= 0);

    private readonly struct Loss(double power) : IPointwiseLoss
    {
        public double Of(double score, double label) =>
            (Math.Exp((2 - power) * score) / (2 - power)) - (label * Math.Exp((1 - power) * score) / (1 - power));

        public (double Gradient, double Hessian) Derivatives(double score, double label)
        {
            double first = label * Math.Exp((1 - power) * score);
            double second = Math.Exp((2 - power) * score);
            return (second - first, ((2 - power) * second) - ((1 - power) * first));
        }
    }
}
