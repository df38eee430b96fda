namespace Perto.Vectors;

/// <summary>The integer (or moment, in microseconds) lies in a closed range.</summary>
internal sealed class IntegerRangePredicate(int field, long low, long high) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        IntegerColumn column = (IntegerColumn)chunk.Payload[field];
        RowBits.Fill(new InRange(column, low, high), rows, bits);
        if (!column.HasGaps)
            return;
        Span<ulong> exists = stackalloc ulong[RowBits.Words];
        column.Exists(rows, exists);
        RowBits.And(bits, exists);
    }

    public override bool Passes(Chunk chunk, int row)
    {
        IntegerColumn column = (IntegerColumn)chunk.Payload[field];
        return column.Has(row) && new InRange(column, low, high).Passes(row);
    }

    private readonly ref struct InRange(IntegerColumn column, long low, long high) : IRowTest
    {
        private readonly ReadOnlySpan<long> _integers = column.Integers;

        public bool Passes(int row) => _integers[row] >= low && _integers[row] <= high;
    }
}
