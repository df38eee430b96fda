namespace Perto.Vectors;

/// <summary>The number lies in a closed range; NaN, which stands for a missing one, lies in none.</summary>
internal sealed class NumberRangePredicate(int field, double low, double high) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) =>
        RowBits.Fill(new InRange(((NumberColumn)chunk.Payload[field]).Numbers, low, high), rows, bits);

    private readonly struct InRange(double[] column, double low, double high) : IRowTest
    {
        public bool Passes(int row) => column[row] >= low && column[row] <= high;
    }
}
