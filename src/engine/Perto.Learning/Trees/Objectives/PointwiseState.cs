namespace Perto.Learning;

/// <summary>An objective whose loss is a sum over rows: each row's derivatives are its own.</summary>
internal sealed class PointwiseState<TLoss>(LabeledRows rows, TLoss loss, double initialScore, double? leafQuantile = null) : ObjectiveState
    where TLoss : struct, IPointwiseLoss
{
    private const int RowsOfTask = 16_384;

    public override double InitialScore => initialScore;

    public override double? LeafQuantile => leafQuantile;

    public override void Compute(ReadOnlyMemory<double> scores, Memory<GradientPair> gradients, ParallelOptions parallel)
    {
        int tasks = (rows.RowCount + RowsOfTask - 1) / RowsOfTask;
        Parallel.For(0, tasks, parallel, task =>
        {
            ReadOnlySpan<double> scoresOfAll = scores.Span;
            Span<GradientPair> gradientsOfAll = gradients.Span;
            int end = Math.Min((task + 1) * RowsOfTask, rows.RowCount);
            for (int row = task * RowsOfTask; row < end; row++)
            {
                double weight = rows.Weight(row);
                (double gradient, double hessian) = loss.Derivatives(scoresOfAll[row], rows.Labels[row]);
                gradientsOfAll[row] = new GradientPair((float)(weight * gradient), (float)(weight * hessian));
            }
        });
    }

    public override double? Loss(ReadOnlySpan<double> scores)
    {
        double sum = 0;
        for (int row = 0; row < scores.Length; row++)
            sum += rows.Weight(row) * loss.Of(scores[row], rows.Labels[row]);
        return sum;
    }
}
