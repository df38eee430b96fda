namespace Perto.Vectors;

/// <summary>Vectors of bits, row after row.</summary>
internal sealed class BitsColumn : VectorColumn
{
    private readonly int _bytesOfRow;
    private ColumnMemory<byte> _bits;

    public BitsColumn(VectorField field, int capacity)
        : this(field, ColumnMemory<byte>.Zeroed(capacity * (field.Dimension / 8)), new Presence(capacity))
    {
    }

    private BitsColumn(VectorField field, ColumnMemory<byte> bits, Presence presence)
        : this(field.Dimension / 8, bits, presence)
    {
    }

    private BitsColumn(int bytesOfRow, ColumnMemory<byte> bits, Presence presence)
        : base(presence)
    {
        _bytesOfRow = bytesOfRow;
        _bits = bits;
    }

    public override long HeldBytes => _bits.HeldBytes + base.HeldBytes;

    public static new VectorColumn[] Open(VectorField field, SegmentSource source, string name)
    {
        Presence[] presence = source.Presence($"{name}.present");
        return [.. source.Values<byte>(name, field.Dimension / 8).Select((bits, c) => new BitsColumn(field, bits, presence[c]))];
    }

    /// <summary>The bytes of a row; of one without the vector any.</summary>
    public ReadOnlySpan<byte> Row(int row) => _bits.Slice(row * _bytesOfRow, _bytesOfRow);

    /// <summary>The bytes of the first <paramref name="rows"/> rows.</summary>
    public ReadOnlySpan<byte> Rows(int rows) => _bits.Slice(0, rows * _bytesOfRow);

    public override VectorValue Get(int row) => new BitVector(Row(row).ToArray());

    public override VectorColumn Grown(int capacity) =>
        new BitsColumn(_bytesOfRow, _bits.Grown(capacity * _bytesOfRow), Presence.Grown(capacity));

    public override void Write(SegmentSections sections, string name, VectorColumn[] chunks)
    {
        sections.Values(name, (c, rows) => ((BitsColumn)chunks[c]).Rows(rows));
        base.Write(sections, name, chunks);
    }

    protected override void Store(int row, VectorValue vector) => vector.Bits.Span.CopyTo(Stored(row));

    protected override void StoreCopy(int row, VectorColumn from, int fromRow) => ((BitsColumn)from).Row(fromRow).CopyTo(Stored(row));

    protected override void StoreNothing(int row)
    {
        // The row holds anything.
    }

    private Span<byte> Stored(int row) => _bits.Writable.Slice(row * _bytesOfRow, _bytesOfRow);
}
