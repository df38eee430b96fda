namespace Perto.Vectors;

/// <summary>At least one part matches.</summary>
internal sealed class OrPredicate(RowPredicate[] parts) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        bits.Clear();
        Span<ulong> part = stackalloc ulong[RowBits.Words];
        foreach (RowPredicate predicate in parts)
        {
            predicate.Evaluate(chunk, rows, part);
            RowBits.Or(bits, part);
        }
    }

    public override bool Passes(Chunk chunk, int row)
    {
        foreach (RowPredicate predicate in parts)
        {
            if (predicate.Passes(chunk, row))
                return true;
        }
        return false;
    }
}
