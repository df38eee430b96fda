namespace Perto.Vectors;

/// <summary>All parts match.</summary>
internal sealed class AndPredicate(RowPredicate[] parts) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        bits.Fill(ulong.MaxValue);
        Span<ulong> part = stackalloc ulong[RowBits.Words];
        foreach (RowPredicate predicate in parts)
        {
            predicate.Evaluate(chunk, rows, part);
            RowBits.And(bits, part);
        }
    }

    public override bool Passes(Chunk chunk, int row)
    {
        foreach (RowPredicate predicate in parts)
        {
            if (!predicate.Passes(chunk, row))
                return false;
        }
        return true;
    }
}
