namespace Perto.Vectors;

/// <summary>
/// Dense vectors, row after row. Cosine vectors are kept at length 1, so that their similarity is an inner product; the length beside each
/// gives the vector back.
/// </summary>
internal sealed class DenseColumn : VectorColumn
{
    private readonly VectorField _field;
    private ColumnMemory<float> _values;

    // Of cosine vectors only. Double, because a length may lie outside float.
    private ColumnMemory<double> _lengths;

    public DenseColumn(VectorField field, int capacity)
        : this(
            field,
            ColumnMemory<float>.Zeroed(capacity * field.Dimension),
            ColumnMemory<double>.Zeroed(field.Metric == Metric.Cosine ? capacity : 0),
            new Presence(capacity))
    {
    }

    private DenseColumn(VectorField field, ColumnMemory<float> values, ColumnMemory<double> lengths, Presence presence)
        : base(presence)
    {
        _field = field;
        _values = values;
        _lengths = lengths;
    }

    public override long HeldBytes => _values.HeldBytes + _lengths.HeldBytes + base.HeldBytes;

    public static new VectorColumn[] Open(VectorField field, SegmentSource source, string name)
    {
        ColumnMemory<float>[] values = source.Values<float>(name, field.Dimension);
        ColumnMemory<double>[] lengths = field.Metric == Metric.Cosine ? source.Values<double>($"{name}.lengths") : [];
        Presence[] presence = source.Presence($"{name}.present");
        VectorColumn[] columns = new VectorColumn[source.Chunks];
        for (int c = 0; c < columns.Length; c++)
            columns[c] = new DenseColumn(field, values[c], lengths.Length == 0 ? default : lengths[c], presence[c]);
        return columns;
    }

    /// <summary>The stored values of the first <paramref name="rows"/> rows; a row without the vector holds anything.</summary>
    public ReadOnlySpan<float> Rows(int rows) => _values.Slice(0, rows * _field.Dimension);

    /// <summary>The stored values of a row.</summary>
    public ReadOnlySpan<float> Row(int row) => _values.Slice(row * _field.Dimension, _field.Dimension);

    public void Prefetch(int row) => _values.Prefetch(row * _field.Dimension, _field.Dimension);

    public override VectorValue Get(int row)
    {
        float[] vector = Row(row).ToArray();
        if (_lengths.Length != 0 && _lengths[row] is var length && length != 1)
        {
            for (int i = 0; i < vector.Length; i++)
                vector[i] = (float)(vector[i] * length);
        }
        return vector;
    }

    public override VectorColumn Grown(int capacity) => new DenseColumn(
        _field,
        _values.Grown(capacity * _field.Dimension),
        _lengths.Length == 0 ? _lengths : _lengths.Grown(capacity),
        Presence.Grown(capacity));

    public override void Write(SegmentSections sections, string name, VectorColumn[] chunks)
    {
        sections.Values(name, (c, rows) => ((DenseColumn)chunks[c]).Rows(rows));
        if (_field.Metric == Metric.Cosine)
            sections.Values($"{name}.lengths", (c, rows) => ((DenseColumn)chunks[c])._lengths.Slice(0, rows));
        base.Write(sections, name, chunks);
    }

    protected override void Store(int row, VectorValue vector)
    {
        if (_field.Metric == Metric.Cosine)
            _lengths.Writable[row] = UnitVector.Write(vector.Dense.Span, Stored(row));
        else
            vector.Dense.Span.CopyTo(Stored(row));
    }

    protected override void StoreCopy(int row, VectorColumn from, int fromRow)
    {
        DenseColumn other = (DenseColumn)from;
        other.Row(fromRow).CopyTo(Stored(row));
        if (_field.Metric == Metric.Cosine)
            _lengths.Writable[row] = other._lengths[fromRow];
    }

    protected override void StoreNothing(int row)
    {
        // The row holds anything.
    }

    private Span<float> Stored(int row) => _values.Writable.Slice(row * _field.Dimension, _field.Dimension);
}
