namespace Perto.Vectors;

/// <summary>The string is one of a set.</summary>
internal sealed class KeywordPredicate(int field, CodeSet codes) : FieldPredicate(field)
{
    protected override int FewFrom => codes.Only is null ? FewForTests : FewForVectors;

    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        ReadOnlySpan<int> column = ((KeywordColumn)chunk.Payload[Field]).Codes;
        if (codes.Only is { } only)
            RowBits.InRange(column, only, only, rows, bits);
        else
            RowBits.Fill(new IsOneOf(column, codes), rows, bits);
    }

    public override bool Passes(Chunk chunk, int row) => codes.Contains(((KeywordColumn)chunk.Payload[Field]).Codes[row]);

    protected override int Candidates(IndexPart part)
    {
        int rows = 0;
        foreach (int code in codes.Codes)
            rows += ((Postings)part).Count(code);
        return rows;
    }

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits)
    {
        foreach (int code in codes.Codes)
            Add(((Postings)part).Rows(code), bits);
    }

    private readonly ref struct IsOneOf(ReadOnlySpan<int> column, CodeSet codes) : IRowTest
    {
        private readonly ReadOnlySpan<int> _codes = column;

        public bool Passes(int row) => codes.Contains(_codes[row]);
    }
}
