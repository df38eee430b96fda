namespace Perto.Vectors;

/// <summary>
/// The list is there and holds each of these. A string that no row has is <see cref="KeywordTable.Missing"/>, which no list holds.
/// </summary>
internal sealed class AllKeywordsPredicate(int field, int[] codes) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    private HasAll Test(Chunk chunk) => new((KeywordsColumn)chunk.Payload[field], codes);

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
