namespace Perto.Vectors;

/// <summary>The field has a value.</summary>
internal sealed class ExistsPredicate(int field) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => chunk.Payload[field].Exists(rows, bits);

    public override bool Passes(Chunk chunk, int row) => chunk.Payload[field].Has(row);

    public override double Estimate(in IndexScope scope)
    {
        if (scope.Part(field) is { } part)
            return part.Present;
        long count = 0;
        for (int row = 0; row < scope.Rows; row++)
            count += Passes(scope.Chunks[row / Chunk.Rows], row % Chunk.Rows) ? 1 : 0;
        return count;
    }

    // The columns tell it as fast as an index could.
    public override void Fill(in IndexScope scope, Span<ulong> bits)
    {
        for (int c = 0; c < scope.Chunks.Length; c++)
            Evaluate(scope.Chunks[c], scope.RowsOf(c), bits.Slice(c * RowBits.Words, RowBits.Words));
    }
}
