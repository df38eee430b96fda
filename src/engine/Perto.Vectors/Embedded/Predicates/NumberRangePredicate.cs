namespace Perto.Vectors;

/// <summary>The number lies in a closed range; NaN, which stands for a missing one, lies in none.</summary>
internal sealed class NumberRangePredicate(int field, double low, double high) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    private InRange Test(Chunk chunk) => new(((NumberColumn)chunk.Payload[field]).Numbers, low, high);

    private readonly ref struct InRange(ReadOnlySpan<double> numbers, double low, double high) : IRowTest
    {
        private readonly ReadOnlySpan<double> _numbers = numbers;

        public bool Passes(int row) => _numbers[row] >= low && _numbers[row] <= high;
    }
}
