namespace Perto.Vectors;

/// <summary>The integer (or moment, in microseconds) lies in a closed range.</summary>
internal sealed class IntegerRangePredicate(int field, long low, long high) : FieldPredicate(field)
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        IntegerColumn column = (IntegerColumn)chunk.Payload[Field];
        RowBits.Fill(new InRange(column, low, high), rows, bits);
        if (!column.HasGaps)
            return;
        Span<ulong> exists = stackalloc ulong[RowBits.Words];
        column.Exists(rows, exists);
        RowBits.And(bits, exists);
    }

    public override bool Passes(Chunk chunk, int row)
    {
        IntegerColumn column = (IntegerColumn)chunk.Payload[Field];
        return column.Has(row) && new InRange(column, low, high).Passes(row);
    }

    protected override int Candidates(IndexPart part) => ((SortedValues<long>)part).Count(low, high);

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits) => Add(((SortedValues<long>)part).Rows(low, high), bits);

    private readonly ref struct InRange(IntegerColumn column, long low, long high) : IRowTest
    {
        private readonly ReadOnlySpan<long> _integers = column.Integers;

        public bool Passes(int row) => _integers[row] >= low && _integers[row] <= high;
    }
}
