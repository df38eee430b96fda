namespace Perto.Vectors;

/// <summary>The state is one of those that are allowed.</summary>
internal sealed class BooleanPredicate(int field, bool allowTrue, bool allowFalse) : FieldPredicate(field)
{
    // The states that are allowed stand side by side; where none is, low is above high.
    private readonly byte _low = allowFalse ? BooleanColumn.False : BooleanColumn.True;
    private readonly byte _high = allowTrue ? BooleanColumn.True : BooleanColumn.False;

    protected override int FewFrom => FewForVectors;

    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) =>
        RowBits.InRange(((BooleanColumn)chunk.Payload[Field]).States, _low, _high, rows, bits);

    public override bool Passes(Chunk chunk, int row) =>
        ((BooleanColumn)chunk.Payload[Field]).States[row] is var state && state >= _low && state <= _high;

    protected override int Candidates(IndexPart part) =>
        (allowTrue ? ((Postings)part).Count(BooleanColumn.True) : 0) + (allowFalse ? ((Postings)part).Count(BooleanColumn.False) : 0);

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits)
    {
        if (allowTrue)
            Add(((Postings)part).Rows(BooleanColumn.True), bits);
        if (allowFalse)
            Add(((Postings)part).Rows(BooleanColumn.False), bits);
    }
}
