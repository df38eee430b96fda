using System.Collections.Frozen;

namespace Perto.Vectors;

/// <summary>The number is one of a set.</summary>
internal sealed class NumberSetPredicate(int field, FrozenSet<double> set) : FieldPredicate(field)
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    protected override int Candidates(IndexPart part)
    {
        int rows = 0;
        foreach (double value in set)
            rows += ((SortedValues<double>)part).Count(value, value);
        return rows;
    }

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits)
    {
        foreach (double value in set)
            Add(((SortedValues<double>)part).Rows(value, value), bits);
    }

    private InSet Test(Chunk chunk) => new(((NumberColumn)chunk.Payload[Field]).Numbers, set);

    private readonly ref struct InSet(ReadOnlySpan<double> numbers, FrozenSet<double> set) : IRowTest
    {
        private readonly ReadOnlySpan<double> _numbers = numbers;

        // The set never holds NaN, which stands for a missing number.
        public bool Passes(int row) => set.Contains(_numbers[row]);
    }
}
