using System.Collections.Frozen;

namespace Perto.Vectors;

/// <summary>The integer (or moment, in microseconds) is one of a set.</summary>
internal sealed class IntegerSetPredicate(int field, FrozenSet<long> set) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) =>
        RowBits.Fill(new InSet((IntegerColumn)chunk.Payload[field], set), rows, bits);

    private readonly struct InSet(IntegerColumn column, FrozenSet<long> set) : IRowTest
    {
        private readonly long[] _integers = column.Integers;
        private readonly bool[] _exists = column.HasValue;

        public bool Passes(int row) => _exists[row] && set.Contains(_integers[row]);
    }
}
