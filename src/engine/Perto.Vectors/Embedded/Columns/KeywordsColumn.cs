namespace Perto.Vectors;

/// <summary>A list of strings a row, as their codes; <see langword="null"/> where the row has none.</summary>
internal sealed class KeywordsColumn(KeywordTable table, int[]?[] lists) : PayloadColumn
{
    private long _codes;

    public int[]?[] Lists => lists;

    public override long Bytes => (lists.Length * (long)IntPtr.Size) + (_codes * sizeof(int));

    public override PayloadValue Get(int row) => lists[row] is { } codes
        ? PayloadValue.FromOwnedArray(Array.ConvertAll(codes, code => table[code]))
        : PayloadValue.None;

    public override void Set(int row, PayloadValue value)
    {
        lists[row] = value.Kind == PayloadKind.None ? null : Array.ConvertAll(value.KeywordArray, table.Add);
        _codes += lists[row]?.Length ?? 0;
    }

    public override PayloadColumn Grown(int capacity)
    {
        int[]?[] grown = new int[]?[capacity];
        lists.CopyTo(grown, 0);
        return new KeywordsColumn(table, grown) { _codes = _codes };
    }

    public override void Exists(int rows, Span<ulong> bits) => RowBits.Fill(new HasList(lists), rows, bits);

    private readonly struct HasList(int[]?[] lists) : IRowTest
    {
        public bool Passes(int row) => lists[row] is not null;
    }
}
