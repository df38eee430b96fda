namespace Perto.Learning;

/// <summary>Two classes: the logarithmic loss of 1 / (1 + exp(-score)) against a label of 0 or 1.</summary>
public sealed class LogisticObjective : BoostingObjective
{
    /// <summary>What the weights of rows with label 1 are multiplied by (scale_pos_weight), above 0 and at most 1e6.</summary>
    public double PositiveWeight { get; init; } = 1;

    /// <inheritdoc/>
    public override string Text => "binary sigmoid:1";

    /// <inheritdoc/>
    public override BoostingMetric Metric => new LogLoss();

    /// <inheritdoc/>
    public override ObjectiveState Start(LabeledRows rows, BoostingSettings settings)
    {
        SettingOutOfRangeException.ThrowUnless(PositiveWeight is > 0 and <= 1e6, nameof(PositiveWeight), PositiveWeight, "above 0 and at most 1000000");
        Require(rows);
        double positive = 0;
        double negative = 0;
        for (int row = 0; row < rows.RowCount; row++)
        {
            if (rows.Labels[row] > 0)
                positive += PositiveWeight * rows.Weight(row);
            else
                negative += rows.Weight(row);
        }

        // With one class alone any score is too small; what is left is a probability next to it.
        double share = Math.Clamp(positive / (positive + negative), 1e-15, 1 - 1e-15);
        return new PointwiseState<Loss>(rows, new Loss(PositiveWeight), Math.Log(share / (1 - share)));
    }

    internal override void Require(LabeledRows rows) => RequireLabels(rows, "0 or 1", label => label is 0 or 1);

    private readonly struct Loss(double positiveWeight) : IPointwiseLoss
    {
        public double Of(double score, double label)
        {
            // log(1 + exp(-z)) without overflow.
            double margin = label > 0 ? score : -score;
            double loss = Math.Max(-margin, 0) + Math.Log(1 + Math.Exp(-Math.Abs(margin)));
            return label > 0 ? positiveWeight * loss : loss;
        }

        public (double Gradient, double Hessian) Derivatives(double score, double label)
        {
            double probability = 1 / (1 + Math.Exp(-score));
            double weight = label > 0 ? positiveWeight : 1;
            return (weight * (probability - label), weight * probability * (1 - probability));
        }
    }
}
