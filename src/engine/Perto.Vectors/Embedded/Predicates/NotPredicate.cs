namespace Perto.Vectors;

/// <summary>The part does not match; so a missing value matches, as the contract says.</summary>
internal sealed class NotPredicate(RowPredicate part) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        part.Evaluate(chunk, rows, bits);
        RowBits.Not(bits);
    }

    public override bool Passes(Chunk chunk, int row) => !part.Passes(chunk, row);

    public override double Estimate(in IndexScope scope) => scope.Rows - part.Estimate(scope);

    public override void Fill(in IndexScope scope, Span<ulong> bits)
    {
        part.Fill(scope, bits);
        RowBits.Not(bits);
    }
}
