namespace Perto.Learning;

/// <summary>
/// The chance that a row of label 1 is predicted above one of label 0, equal predictions counting half (area under the ROC curve). 1 where
/// there is one class only, as in LightGBM.
/// </summary>
public sealed class AreaUnderCurveMetric : BoostingMetric
{
    /// <inheritdoc/>
    public override string Name => "auc";

    /// <inheritdoc/>
    public override bool HigherIsBetter => true;

    /// <inheritdoc/>
    public override double Of(LabeledRows rows, ReadOnlySpan<double> predictions)
    {
        if (predictions.Length != rows.RowCount)
            throw new ArgumentException($"predictions must be one for each of the {rows.RowCount} rows; got {predictions.Length}");
        double[] keys = predictions.ToArray();
        int[] order = [.. Enumerable.Range(0, keys.Length)];
        Array.Sort(keys, order);
        double negativesBelow = 0;
        double positives = 0;
        double area = 0;
        for (int at = 0; at < keys.Length;)
        {
            double positivesHere = 0;
            double negativesHere = 0;
            double prediction = keys[at];
            for (; at < keys.Length && keys[at] == prediction; at++)
            {
                if (rows.Labels[order[at]] > 0)
                    positivesHere += rows.Weight(order[at]);
                else
                    negativesHere += rows.Weight(order[at]);
            }

            area += positivesHere * (negativesBelow + (negativesHere / 2));
            positives += positivesHere;
            negativesBelow += negativesHere;
        }

        return positives > 0 && negativesBelow > 0 ? area / (positives * negativesBelow) : 1;
    }
}
