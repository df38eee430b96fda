namespace Perto.Vectors;

/// <summary>The number lies in a closed range; NaN, which stands for a missing one, lies in none.</summary>
internal sealed class NumberRangePredicate(int field, double low, double high) : FieldPredicate(field)
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    protected override int Candidates(IndexPart part) => ((SortedValues<double>)part).Count(low, high);

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits) => Add(((SortedValues<double>)part).Rows(low, high), bits);

    private InRange Test(Chunk chunk) => new(((NumberColumn)chunk.Payload[Field]).Numbers, low, high);

    private readonly ref struct InRange(ReadOnlySpan<double> numbers, double low, double high) : IRowTest
    {
        private readonly ReadOnlySpan<double> _numbers = numbers;

        public bool Passes(int row) => _numbers[row] >= low && _numbers[row] <= high;
    }
}
