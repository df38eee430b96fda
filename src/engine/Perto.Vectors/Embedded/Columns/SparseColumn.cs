namespace Perto.Vectors;

/// <summary>Sparse vectors: the dimensions of each row, ascending, and their values.</summary>
internal sealed class SparseColumn : VectorColumn
{
    private readonly Lists<uint> _dimensions;
    private readonly Lists<float> _values;

    public SparseColumn(int capacity)
        : this(new Lists<uint>(capacity), new Lists<float>(capacity), new Presence(capacity))
    {
    }

    private SparseColumn(Lists<uint> dimensions, Lists<float> values, Presence presence)
        : base(presence)
    {
        _dimensions = dimensions;
        _values = values;
    }

    public override long HeldBytes => _dimensions.HeldBytes + _values.HeldBytes + base.HeldBytes;

    public static VectorColumn[] Open(SegmentSource source, string name)
    {
        Lists<float>[] values = source.Lists<float>($"{name}.weights");
        Presence[] presence = source.Presence($"{name}.present");
        return [.. source.Lists<uint>($"{name}.dimensions").Select((dimensions, c) => new SparseColumn(dimensions, values[c], presence[c]))];
    }

    /// <summary>The dimensions of a row, ascending; none where it has no such vector.</summary>
    public ReadOnlySpan<uint> Dimensions(int row) => _dimensions[row];

    /// <summary>The value of each dimension of a row.</summary>
    public ReadOnlySpan<float> Values(int row) => _values[row];

    public override VectorValue Get(int row) => SparseVector.FromOwned(Dimensions(row).ToArray(), Values(row).ToArray());

    public override VectorColumn Grown(int capacity) =>
        new SparseColumn(_dimensions.Grown(capacity), _values.Grown(capacity), Presence.Grown(capacity));

    public override void Write(SegmentSections sections, string name, VectorColumn[] chunks)
    {
        sections.Lists($"{name}.dimensions", c => ((SparseColumn)chunks[c])._dimensions);
        sections.Lists($"{name}.weights", c => ((SparseColumn)chunks[c])._values);
        base.Write(sections, name, chunks);
    }

    protected override void Store(int row, VectorValue vector)
    {
        _dimensions.Append(row, vector.Sparse.Dimensions.Span);
        _values.Append(row, vector.Sparse.Values.Span);
    }

    protected override void StoreCopy(int row, VectorColumn from, int fromRow)
    {
        _dimensions.Append(row, ((SparseColumn)from).Dimensions(fromRow));
        _values.Append(row, ((SparseColumn)from).Values(fromRow));
    }

    protected override void StoreNothing(int row)
    {
        _dimensions.Append(row, []);
        _values.Append(row, []);
    }
}
