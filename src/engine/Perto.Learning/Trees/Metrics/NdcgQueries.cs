namespace Perto.Learning;

/// <summary>The <see cref="Ndcg"/> of predictions of the same queries: their best orders are looked at once.</summary>
internal sealed class NdcgQueries
{
    private readonly LabeledRows _rows;
    private readonly double[] _gains;
    private readonly int _ranks;
    private readonly int[] _starts;
    private readonly double[] _ideals;
    private readonly double[] _keys;
    private readonly int[] _order;

    /// <param name="rows">Rows whose labels are grades.</param>
    /// <param name="gains">Of each grade.</param>
    /// <param name="ranks">How many ranks count.</param>
    public NdcgQueries(LabeledRows rows, double[] gains, int ranks)
    {
        _rows = rows;
        _gains = gains;
        _ranks = ranks;
        _starts = rows.GroupStarts();
        _ideals = new double[_starts.Length - 1];
        _keys = new double[rows.RowCount];
        _order = new int[rows.RowCount];
        for (int query = 0; query < _ideals.Length; query++)
            _ideals[query] = Ndcg.Ideal(LabelsOf(query), gains, ranks, _keys);
    }

    /// <summary>The value of each query.</summary>
    public double[] Of(ReadOnlySpan<double> predictions)
    {
        if (predictions.Length != _rows.RowCount)
            throw new ArgumentException($"predictions must be one for each of the {_rows.RowCount} rows; got {predictions.Length}");
        double[] values = new double[_ideals.Length];
        for (int query = 0; query < values.Length; query++)
        {
            ReadOnlySpan<float> labels = LabelsOf(query);
            Span<int> order = _order.AsSpan(0, labels.Length);
            Ndcg.Order(predictions.Slice(_starts[query], labels.Length), _keys.AsSpan(0, labels.Length), order);
            double gain = 0;
            for (int rank = 0; rank < Math.Min(_ranks, order.Length); rank++)
                gain += _gains[(int)labels[order[rank]]] * Ndcg.Discount(rank);
            values[query] = _ideals[query] > 0 ? gain / _ideals[query] : 1;
        }

        return values;
    }

    private ReadOnlySpan<float> LabelsOf(int query) => _rows.Labels.AsSpan(_starts[query], _starts[query + 1] - _starts[query]);
}
