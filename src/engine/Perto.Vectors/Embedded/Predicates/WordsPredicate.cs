namespace Perto.Vectors;

/// <summary>
/// The text has each of these words, at least one. A word that no row has is <see cref="KeywordTable.Missing"/>, which no text has.
/// </summary>
internal sealed class WordsPredicate(int field, int[] codes) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    private HasWords Test(Chunk chunk) => new(((TextColumn)chunk.Payload[field]).Words, codes);

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
