namespace Perto.Vectors;

/// <summary>A number a row; NaN, which no record can hold, where the row has none.</summary>
internal sealed class NumberColumn : PayloadColumn, IOrderedColumn<double>
{
    private ColumnMemory<double> _numbers;

    public NumberColumn(int capacity)
        : this(ColumnMemory<double>.Zeroed(capacity))
    {
    }

    private NumberColumn(ColumnMemory<double> numbers) => _numbers = numbers;

    public ReadOnlySpan<double> Numbers => _numbers.All;

    public ReadOnlySpan<double> Ordered => Numbers;

    public override long HeldBytes => _numbers.HeldBytes;

    public static PayloadColumn[] Open(SegmentSource source, string name) =>
        Array.ConvertAll(source.Values<double>(name), numbers => new NumberColumn(numbers));

    public override PayloadValue Get(int row) => Has(row) ? _numbers[row] : PayloadValue.None;

    public override void Set(int row, PayloadValue value) =>
        _numbers.Writable[row] = value.Kind == PayloadKind.None ? double.NaN : value.Number;

    public override PayloadColumn Grown(int capacity) => new NumberColumn(_numbers.Grown(capacity));

    public override void Exists(int rows, Span<ulong> bits) => RowBits.Fill(new HasNumber(Numbers), rows, bits);

    public override bool Has(int row) => !double.IsNaN(_numbers[row]);

    public override void Write(SegmentSections sections, string name, PayloadColumn[] chunks) =>
        sections.Values(name, (c, rows) => ((NumberColumn)chunks[c])._numbers.Slice(0, rows));

    private readonly ref struct HasNumber(ReadOnlySpan<double> numbers) : IRowTest
    {
        private readonly ReadOnlySpan<double> _numbers = numbers;

        public bool Passes(int row) => !double.IsNaN(_numbers[row]);
    }
}
