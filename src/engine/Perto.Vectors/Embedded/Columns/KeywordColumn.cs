namespace Perto.Vectors;

/// <summary>A string a row, as its code.</summary>
internal sealed class KeywordColumn : PayloadColumn, ICodedColumn
{
    private readonly KeywordTable _table;
    private ColumnMemory<int> _codes;

    public KeywordColumn(KeywordTable table, int capacity)
        : this(table, ColumnMemory<int>.Zeroed(capacity))
    {
    }

    private KeywordColumn(KeywordTable table, ColumnMemory<int> codes)
    {
        _table = table;
        _codes = codes;
    }

    public ReadOnlySpan<int> Codes => _codes.All;

    public override long HeldBytes => _codes.HeldBytes;

    public static PayloadColumn[] Open(KeywordTable table, SegmentSource source, string name) =>
        Array.ConvertAll(source.Values<int>(name), codes => new KeywordColumn(table, codes));

    public ReadOnlySpan<int> CodesOf(int row) => Has(row) ? _codes.Slice(row, 1) : [];

    public override PayloadValue Get(int row) => Has(row) ? _table[_codes[row]] : PayloadValue.None;

    public override void Set(int row, PayloadValue value) =>
        _codes.Writable[row] = value.Kind == PayloadKind.None ? KeywordTable.Missing : _table.Add(value.Keyword);

    public override void Copy(int row, PayloadColumn from, int fromRow)
    {
        KeywordColumn other = (KeywordColumn)from;
        _codes.Writable[row] = other._codes[fromRow] is var code && code == KeywordTable.Missing ? code : _table.Add(other._table, code);
    }

    public override PayloadColumn Grown(int capacity) => new KeywordColumn(_table, _codes.Grown(capacity));

    public override void Exists(int rows, Span<ulong> bits) => RowBits.Fill(new HasCode(Codes), rows, bits);

    public override bool Has(int row) => _codes[row] != KeywordTable.Missing;

    public override void Write(SegmentSections sections, string name, PayloadColumn[] chunks) =>
        sections.Values(name, (c, rows) => ((KeywordColumn)chunks[c])._codes.Slice(0, rows));

    private readonly ref struct HasCode(ReadOnlySpan<int> codes) : IRowTest
    {
        private readonly ReadOnlySpan<int> _codes = codes;

        public bool Passes(int row) => _codes[row] != KeywordTable.Missing;
    }
}
