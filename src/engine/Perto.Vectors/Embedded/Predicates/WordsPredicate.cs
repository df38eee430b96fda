namespace Perto.Vectors;

/// <summary>
/// The text has each of these words, at least one. A word that no row has is <see cref="KeywordTable.Missing"/>, which no text has.
/// </summary>
internal sealed class WordsPredicate(int field, int[] codes) : FieldPredicate(field)
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    protected override int Candidates(IndexPart part) => Rarest((Postings)part).Length;

    protected override double Count(IndexPart part, in IndexScope scope)
    {
        Selectivity all = new(scope.Rows);
        foreach (int code in codes)
            all.Join(((Postings)part).Count(code));
        return codes.Length == 1 ? Candidates(part) : all.Estimate();
    }

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits) =>
        AddPassing(Rarest((Postings)part), scope, bits);

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

    private HasWords Test(Chunk chunk) => new(((TextColumn)chunk.Payload[Field]).Words, codes);

    private readonly struct HasWords(Lists<int> words, int[] codes) : IRowTest
    {
        public bool Passes(int row)
        {
            ReadOnlySpan<int> ofRow = words[row];
            foreach (int code in codes)
            {
                if (ofRow.BinarySearch(code) < 0)
                    return false;
            }
            return true;
        }
    }
}
