namespace Perto.Vectors;

/// <summary>The list holds at least one of a set.</summary>
internal sealed class AnyKeywordPredicate(int field, CodeSet codes) : FieldPredicate(field)
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    protected override int Candidates(IndexPart part)
    {
        int rows = 0;
        foreach (int code in codes.Codes)
            rows += ((Postings)part).Count(code);
        return rows;
    }

    // A row counts for each of its strings that is in the set.
    protected override double Count(IndexPart part, in IndexScope scope) => Math.Min(Candidates(part), part.Present);

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits)
    {
        foreach (int code in codes.Codes)
            Add(((Postings)part).Rows(code), bits);
    }

    private HasOneOf Test(Chunk chunk) => new(((KeywordsColumn)chunk.Payload[Field]).Lists, codes);

    private readonly struct HasOneOf(Lists<int> lists, CodeSet codes) : IRowTest
    {
        public bool Passes(int row)
        {
            foreach (int code in lists[row])
            {
                if (codes.Contains(code))
                    return true;
            }
            return false;
        }
    }
}
