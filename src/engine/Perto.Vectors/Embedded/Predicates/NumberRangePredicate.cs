namespace Perto.Vectors;

/// <summary>The number lies in a closed range; NaN, which stands for a missing one, lies in none.</summary>
internal sealed class NumberRangePredicate(int field, double low, double high) : FieldPredicate(field)
{
    protected override int FewFrom => FewForVectors;

    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) =>
        RowBits.InRange(((NumberColumn)chunk.Payload[Field]).Numbers, low, high, rows, bits);

    public override bool Passes(Chunk chunk, int row) =>
        ((NumberColumn)chunk.Payload[Field]).Numbers[row] is var number && number >= low && number <= high;

    protected override int Candidates(IndexPart part) => ((SortedValues<double>)part).Count(low, high);

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits) => Add(((SortedValues<double>)part).Rows(low, high), bits);
}
