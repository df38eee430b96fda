namespace Perto.Vectors;

/// <summary>The string is one of a set.</summary>
internal sealed class KeywordPredicate(int field, CodeSet codes) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        int[] column = ((KeywordColumn)chunk.Payload[field]).Codes;
        if (codes.Only is { } only)
            RowBits.Fill(new IsCode(column, only), rows, bits);
        else
            RowBits.Fill(new IsOneOf(column, codes), rows, bits);
    }

    private readonly struct IsCode(int[] column, int code) : IRowTest
    {
        public bool Passes(int row) => column[row] == code;
    }

    private readonly struct IsOneOf(int[] column, CodeSet codes) : IRowTest
    {
        public bool Passes(int row) => codes.Contains(column[row]);
    }
}
