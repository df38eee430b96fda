using System.Collections.Frozen;

namespace Perto.Vectors;

/// <summary>The integer (or moment, in microseconds) is one of a set.</summary>
internal sealed class IntegerSetPredicate(int field, FrozenSet<long> set) : FieldPredicate(field)
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    protected override int Candidates(IndexPart part)
    {
        int rows = 0;
        foreach (long value in set)
            rows += ((SortedValues<long>)part).Count(value, value);
        return rows;
    }

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits)
    {
        foreach (long value in set)
            Add(((SortedValues<long>)part).Rows(value, value), bits);
    }

    private InSet Test(Chunk chunk) => new((IntegerColumn)chunk.Payload[Field], set);

    private readonly ref struct InSet(IntegerColumn column, FrozenSet<long> set) : IRowTest
    {
        private readonly ReadOnlySpan<long> _integers = column.Integers;

        public bool Passes(int row) => column.Has(row) && set.Contains(_integers[row]);
    }
}
