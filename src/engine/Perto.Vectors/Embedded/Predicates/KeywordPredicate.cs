namespace Perto.Vectors;

/// <summary>The string is one of a set.</summary>
internal sealed class KeywordPredicate(int field, CodeSet codes) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        ReadOnlySpan<int> column = ((KeywordColumn)chunk.Payload[field]).Codes;
        if (codes.Only is { } only)
            RowBits.Fill(new IsCode(column, only), rows, bits);
        else
            RowBits.Fill(new IsOneOf(column, codes), rows, bits);
    }

    public override bool Passes(Chunk chunk, int row) => codes.Contains(((KeywordColumn)chunk.Payload[field]).Codes[row]);

    private readonly ref struct IsCode(ReadOnlySpan<int> column, int code) : IRowTest
    {
        private readonly ReadOnlySpan<int> _codes = column;

        public bool Passes(int row) => _codes[row] == code;
    }

    private readonly ref struct IsOneOf(ReadOnlySpan<int> column, CodeSet codes) : IRowTest
    {
        private readonly ReadOnlySpan<int> _codes = column;

        public bool Passes(int row) => codes.Contains(_codes[row]);
    }
}
