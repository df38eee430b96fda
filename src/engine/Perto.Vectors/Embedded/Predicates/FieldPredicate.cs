namespace Perto.Vectors;

/// <summary>A condition on one payload field.</summary>
internal abstract class FieldPredicate(int field) : RowPredicate
{
    /// <summary>
    /// The share of rows, as 1 / n, from which on a straight walk over the column takes less than putting single rows into the set: for
    /// a test of row after row, and for one of many rows by one instruction.
    /// </summary>
    protected const int FewForTests = 4, FewForVectors = 32;

    protected virtual int FewFrom => FewForTests;

    protected int Field { get; } = field;

    public override double Estimate(in IndexScope scope)
    {
        if (scope.Part(Field) is { } part)
            return Count(part, scope);
        Span<ulong> bits = stackalloc ulong[RowBits.Words], first = stackalloc ulong[RowBits.Words];
        long count = 0;
        for (int c = 0; c < scope.Chunks.Length; c++)
        {
            Evaluate(scope.Chunks[c], scope.RowsOf(c), bits);
            RowBits.SetFirst(scope.RowsOf(c), first);
            RowBits.And(bits, first);
            count += RowBits.Count(bits);
        }
        return count;
    }

    public override void Fill(in IndexScope scope, Span<ulong> bits)
    {
        if (scope.Part(Field) is { } part && Candidates(part) < scope.Rows / FewFrom)
        {
            bits.Clear();
            Add(part, scope, bits);
            return;
        }
        for (int c = 0; c < scope.Chunks.Length; c++)
            Evaluate(scope.Chunks[c], scope.RowsOf(c), bits.Slice(c * RowBits.Words, RowBits.Words));
    }

    /// <summary>How many rows match as the index knows it, or about how many.</summary>
    protected virtual double Count(IndexPart part, in IndexScope scope) => Candidates(part);

    /// <summary>How many rows the index would give.</summary>
    protected abstract int Candidates(IndexPart part);

    /// <summary>Sets the bits of the rows that match.</summary>
    protected abstract void Add(IndexPart part, in IndexScope scope, Span<ulong> bits);

    /// <summary>Sets the bits of rows that an index gave.</summary>
    protected static void Add(ReadOnlySpan<ushort> rows, Span<ulong> bits)
    {
        foreach (ushort row in rows)
            bits[row / 64] |= 1UL << (row % 64);
    }

    /// <summary>Sets the bits of those rows of an index that pass.</summary>
    protected void AddPassing(ReadOnlySpan<ushort> rows, in IndexScope scope, Span<ulong> bits)
    {
        ReadOnlySpan<Chunk> chunks = scope.Chunks;
        foreach (ushort row in rows)
        {
            if (Passes(chunks[row / Chunk.Rows], row % Chunk.Rows))
                bits[row / 64] |= 1UL << (row % 64);
        }
    }
}
