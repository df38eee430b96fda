namespace Perto.Vectors;

/// <summary>The state is one of those that are allowed.</summary>
internal sealed class BooleanPredicate(int field, bool allowTrue, bool allowFalse) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) =>
        RowBits.Fill(new IsAllowed(((BooleanColumn)chunk.Payload[field]).States, allowTrue, allowFalse), rows, bits);

    private readonly struct IsAllowed(byte[] column, bool allowTrue, bool allowFalse) : IRowTest
    {
        public bool Passes(int row) => column[row] switch
        {
            BooleanColumn.True => allowTrue,
            BooleanColumn.False => allowFalse,
            _ => false,
        };
    }
}
