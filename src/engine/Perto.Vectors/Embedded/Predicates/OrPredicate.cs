using System.Buffers;

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

    public override double Estimate(in IndexScope scope)
    {
        double sum = 0;
        foreach (RowPredicate predicate in parts)
            sum += predicate.Estimate(scope);
        return Math.Min(sum, scope.Rows);
    }

    public override void Fill(in IndexScope scope, Span<ulong> bits)
    {
        bits.Clear();
        ulong[] part = ArrayPool<ulong>.Shared.Rent(bits.Length);
        foreach (RowPredicate predicate in parts)
        {
            predicate.Fill(scope, part.AsSpan(0, bits.Length));
            RowBits.Or(bits, part);
        }
        ArrayPool<ulong>.Shared.Return(part);
    }
}
