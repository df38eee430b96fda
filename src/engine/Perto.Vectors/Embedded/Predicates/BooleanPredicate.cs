namespace Perto.Vectors;

/// <summary>The state is one of those that are allowed.</summary>
internal sealed class BooleanPredicate(int field, bool allowTrue, bool allowFalse) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    private IsAllowed Test(Chunk chunk) => new(((BooleanColumn)chunk.Payload[field]).States, allowTrue, allowFalse);

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
