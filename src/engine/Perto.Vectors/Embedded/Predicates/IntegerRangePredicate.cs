namespace Perto.Vectors;

/// <summary>The integer (or moment, in microseconds) lies in a closed range.</summary>
internal sealed class IntegerRangePredicate(int field, long low, long high) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) =>
        RowBits.Fill(new InRange((IntegerColumn)chunk.Payload[field], low, high), rows, bits);

    private readonly struct InRange(IntegerColumn column, long low, long high) : IRowTest
    {
        private readonly long[] _integers = column.Integers;
        private readonly bool[] _exists = column.HasValue;

        public bool Passes(int row) => _exists[row] && _integers[row] >= low && _integers[row] <= high;
    }
}
