namespace Perto.Vectors;

/// <summary>
/// The list is there and holds each of these. A string that no row has is <see cref="KeywordTable.Missing"/>, which no list holds.
/// </summary>
internal sealed class AllKeywordsPredicate(int field, int[] codes) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) =>
        RowBits.Fill(new HasAll(((KeywordsColumn)chunk.Payload[field]).Lists, codes), rows, bits);

    private readonly struct HasAll(int[]?[] lists, int[] codes) : IRowTest
    {
        public bool Passes(int row)
        {
            if (lists[row] is not { } list)
                return false;
            foreach (int code in codes)
            {
                if (!list.Contains(code))
                    return false;
            }
            return true;
        }
    }
}
