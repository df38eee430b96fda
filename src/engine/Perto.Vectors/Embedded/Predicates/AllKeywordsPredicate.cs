namespace Perto.Vectors;

/// <summary>
/// The list is there and holds each of these. A string that no row has is <see cref="KeywordTable.Missing"/>, which no list holds.
/// </summary>
internal sealed class AllKeywordsPredicate(int field, int[] codes) : FieldPredicate(field)
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    protected override int Candidates(IndexPart part) => codes.Length == 0 ? part.Present : Rarest((Postings)part).Length;

    protected override double Count(IndexPart part, in IndexScope scope)
    {
        Selectivity all = new(scope.Rows);
        all.Join(part.Present);
        foreach (int code in codes)
            all.Join(((Postings)part).Count(code));
        return codes.Length == 1 ? Candidates(part) : all.Estimate();
    }

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits)
    {
        if (codes.Length > 0)
            AddPassing(Rarest((Postings)part), scope, bits);
        else
            AddPresent(scope, bits);
    }

    private void AddPresent(in IndexScope scope, Span<ulong> bits)
    {
        for (int c = 0; c < scope.Chunks.Length; c++)
            Evaluate(scope.Chunks[c], scope.RowsOf(c), bits.Slice(c * RowBits.Words, RowBits.Words));
    }

    private ReadOnlySpan<ushort> Rarest(Postings postings)
    {
        int rarest = codes[0], fewest = int.MaxValue;
        foreach (int code in codes)
        {
            int count = postings.Count(code);
            if (count < fewest)
                (rarest, fewest) = (code, count);
        }
        return postings.Rows(rarest);
    }

    private HasAll Test(Chunk chunk) => new((KeywordsColumn)chunk.Payload[Field], codes);

    private readonly struct HasAll(KeywordsColumn column, int[] codes) : IRowTest
    {
        public bool Passes(int row)
        {
            if (!column.Has(row))
                return false;
            ReadOnlySpan<int> list = column.Lists[row];
            foreach (int code in codes)
            {
                if (!list.Contains(code))
                    return false;
            }
            return true;
        }
    }
}
