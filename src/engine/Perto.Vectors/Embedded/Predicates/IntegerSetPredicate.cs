using System.Collections.Frozen;

namespace Perto.Vectors;

/// <summary>The integer (or moment, in microseconds) is one of a set.</summary>
internal sealed class IntegerSetPredicate(int field, FrozenSet<long> set) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    private InSet Test(Chunk chunk) => new((IntegerColumn)chunk.Payload[field], set);

    private readonly ref struct InSet(IntegerColumn column, FrozenSet<long> set) : IRowTest
    {
        private readonly ReadOnlySpan<long> _integers = column.Integers;

        public bool Passes(int row) => column.Has(row) && set.Contains(_integers[row]);
    }
}
