namespace Perto.Vectors;

/// <summary>The integer (or moment, in microseconds) lies in a closed range.</summary>
internal sealed class IntegerRangePredicate(int field, long low, long high) : FieldPredicate(field)
{
    protected override int FewFrom => FewForVectors;

    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        IntegerColumn column = (IntegerColumn)chunk.Payload[Field];
        RowBits.InRange(column.Integers, low, high, rows, bits);
        if (!column.HasGaps)
            return;
        Span<ulong> exists = stackalloc ulong[RowBits.Words];
        column.Exists(rows, exists);
        RowBits.And(bits, exists);
    }

    public override bool Passes(Chunk chunk, int row)
    {
        IntegerColumn column = (IntegerColumn)chunk.Payload[Field];
        return column.Integers[row] is var integer && integer >= low && integer <= high && column.Has(row);
    }

    protected override int Candidates(IndexPart part) => ((SortedValues<long>)part).Count(low, high);

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits) => Add(((SortedValues<long>)part).Rows(low, high), bits);
}
