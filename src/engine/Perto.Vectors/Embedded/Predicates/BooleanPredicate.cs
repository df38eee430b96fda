namespace Perto.Vectors;

/// <summary>The state is one of those that are allowed.</summary>
internal sealed class BooleanPredicate(int field, bool allowTrue, bool allowFalse) : FieldPredicate(field)
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    protected override int Candidates(IndexPart part) =>
        (allowTrue ? ((Postings)part).Count(BooleanColumn.True) : 0) + (allowFalse ? ((Postings)part).Count(BooleanColumn.False) : 0);

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits)
    {
        if (allowTrue)
            Add(((Postings)part).Rows(BooleanColumn.True), bits);
        if (allowFalse)
            Add(((Postings)part).Rows(BooleanColumn.False), bits);
    }

    private IsAllowed Test(Chunk chunk) => new(((BooleanColumn)chunk.Payload[Field]).States, allowTrue, allowFalse);

    private readonly ref struct IsAllowed(ReadOnlySpan<byte> states, bool allowTrue, bool allowFalse) : IRowTest
    {
        private readonly ReadOnlySpan<byte> _states = states;

        public bool Passes(int row) => _states[row] switch
        {
            BooleanColumn.True => allowTrue,
            BooleanColumn.False => allowFalse,
            _ => false,
        };
    }
}
