namespace Perto.Learning;

/// <summary>The lambdas of all queries.</summary>
internal sealed class LambdaRankState : ObjectiveState
{
    private const int GroupsOfTask = 16;

    private readonly LabeledRows _rows;
    private readonly LambdaRankObjective _objective;
    private readonly double[] _gains;
    private readonly int[] _starts;
    private readonly int _largest;
    private readonly double[] _discounts;
    private readonly double[] _inverseIdeals;
    private readonly PositionBias? _bias;
    private readonly double[] _adjusted;

    public LambdaRankState(LabeledRows rows, LambdaRankObjective objective, double[] gains, double learningRate)
    {
        _rows = rows;
        _objective = objective;
        _gains = gains;
        _starts = rows.GroupStarts();
        _largest = rows.Groups!.Max();
        _discounts = new double[_largest];
        for (int rank = 0; rank < _largest; rank++)
            _discounts[rank] = Ndcg.Discount(rank);
        _inverseIdeals = new double[_starts.Length - 1];
        double[] ordered = new double[_largest];
        for (int group = 0; group < _inverseIdeals.Length; group++)
        {
            double ideal = Ndcg.Ideal(rows.Labels.AsSpan(_starts[group], _starts[group + 1] - _starts[group]), gains, objective.Truncation, ordered);
            _inverseIdeals[group] = ideal > 0 ? 1 / ideal : 0;
        }

        _bias = rows.Positions is null ? null : new PositionBias(rows.Positions, objective.PositionBiasRegularization, learningRate);
        _adjusted = _bias is null ? [] : new double[rows.RowCount];
    }

    public override IReadOnlyList<double> PositionBiases => _bias?.Biases ?? [];

    public override void Compute(ReadOnlyMemory<double> scores, Memory<GradientPair> gradients, ParallelOptions parallel)
    {
        ReadOnlyMemory<double> seen = scores;
        if (_bias is not null)
        {
            _bias.Adjust(scores.Span, _adjusted);
            seen = _adjusted;
        }

        int groups = _starts.Length - 1;
        Parallel.For(
            0,
            (groups + GroupsOfTask - 1) / GroupsOfTask,
            parallel,
            () => new LambdaRankQuery(_objective, _gains, _discounts, _largest),
            (task, _, query) =>
            {
                for (int group = task * GroupsOfTask; group < Math.Min((task + 1) * GroupsOfTask, groups); group++)
                {
                    int start = _starts[group];
                    int count = _starts[group + 1] - start;
                    query.Compute(seen.Span.Slice(start, count), _rows.Labels.AsSpan(start, count), _inverseIdeals[group], gradients.Span.Slice(start, count));
                    Weigh(start, gradients.Span.Slice(start, count));
                }

                return query;
            },
            _ => { });
        _bias?.Learn(gradients.Span);
    }

    private void Weigh(int start, Span<GradientPair> gradients)
    {
        if (_rows.Weights is null)
            return;
        for (int at = 0; at < gradients.Length; at++)
        {
            float weight = _rows.Weights[start + at];
            gradients[at] = new GradientPair(gradients[at].Gradient * weight, gradients[at].Hessian * weight);
        }
    }
}
