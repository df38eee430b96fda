using System.Collections.Frozen;

namespace Perto.Vectors;

/// <summary>The number is one of a set.</summary>
internal sealed class NumberSetPredicate(int field, FrozenSet<double> set) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    private InSet Test(Chunk chunk) => new(((NumberColumn)chunk.Payload[field]).Numbers, set);

    private readonly ref struct InSet(ReadOnlySpan<double> numbers, FrozenSet<double> set) : IRowTest
    {
        private readonly ReadOnlySpan<double> _numbers = numbers;

        // The set never holds NaN, which stands for a missing number.
        public bool Passes(int row) => set.Contains(_numbers[row]);
    }
}
