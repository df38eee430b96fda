namespace Perto.Vectors;

/// <summary>A string a row, as its code.</summary>
internal sealed class KeywordColumn(KeywordTable table, int[] codes) : PayloadColumn
{
    public int[] Codes => codes;

    public override long Bytes => codes.Length * sizeof(int);

    public override PayloadValue Get(int row) => codes[row] == KeywordTable.Missing ? PayloadValue.None : table[codes[row]];

    public override void Set(int row, PayloadValue value) =>
        codes[row] = value.Kind == PayloadKind.None ? KeywordTable.Missing : table.Add(value.Keyword);

    public override PayloadColumn Grown(int capacity)
    {
        int[] grown = new int[capacity];
        codes.CopyTo(grown, 0);
        return new KeywordColumn(table, grown);
    }

    public override void Exists(int rows, Span<ulong> bits) => RowBits.Fill(new HasCode(codes), rows, bits);

    private readonly struct HasCode(int[] codes) : IRowTest
    {
        public bool Passes(int row) => codes[row] != KeywordTable.Missing;
    }
}
