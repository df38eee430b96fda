using System.Buffers;
using System.Numerics;

namespace Perto.Vectors;

/// <summary>All parts match.</summary>
internal sealed class AndPredicate(RowPredicate[] parts) : RowPredicate
{
    // Where one part leaves fewer, the others are asked row by row.
    private const int TestFrom = 32;

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

    public override double Estimate(in IndexScope scope)
    {
        Selectivity all = new(scope.Rows);
        foreach (RowPredicate predicate in parts)
            all.Join(predicate.Estimate(scope));
        return all.Estimate();
    }

    public override void Fill(in IndexScope scope, Span<ulong> bits)
    {
        int driving = 0;
        double fewest = double.PositiveInfinity;
        for (int p = 0; p < parts.Length && parts.Length > 1; p++)
        {
            if (parts[p].Estimate(scope) is var matches && matches < fewest)
                (driving, fewest) = (p, matches);
        }
        if (parts.Length == 0)
            bits.Fill(ulong.MaxValue);
        else
            parts[driving].Fill(scope, bits);

        for (int p = 0; p < parts.Length; p++)
        {
            if (p == driving)
                continue;
            if (fewest < scope.Rows / TestFrom)
                Keep(parts[p], scope, bits);
            else
                KeepAll(parts[p], scope, bits);
        }
    }

    private static void Keep(RowPredicate predicate, in IndexScope scope, Span<ulong> bits)
    {
        ReadOnlySpan<Chunk> chunks = scope.Chunks;
        for (int w = 0; w < bits.Length; w++)
        {
            for (ulong word = bits[w]; word != 0; word &= word - 1)
            {
                int row = (w * 64) + BitOperations.TrailingZeroCount(word);
                if (row >= scope.Rows || !predicate.Passes(chunks[row / Chunk.Rows], row % Chunk.Rows))
                    bits[w] &= ~(1UL << (row % 64));
            }
        }
    }

    private static void KeepAll(RowPredicate predicate, in IndexScope scope, Span<ulong> bits)
    {
        ulong[] part = ArrayPool<ulong>.Shared.Rent(bits.Length);
        predicate.Fill(scope, part.AsSpan(0, bits.Length));
        RowBits.And(bits, part);
        ArrayPool<ulong>.Shared.Return(part);
    }
}
