using System.Collections.Frozen;

namespace Perto.Vectors;

/// <summary>The number is one of a set.</summary>
internal sealed class NumberSetPredicate(int field, FrozenSet<double> set) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) =>
        RowBits.Fill(new InSet(((NumberColumn)chunk.Payload[field]).Numbers, set), rows, bits);

    private readonly struct InSet(double[] column, FrozenSet<double> set) : IRowTest
    {
        // The set never holds NaN, which stands for a missing number.
        public bool Passes(int row) => set.Contains(column[row]);
    }
}
