namespace Perto.Vectors;

/// <summary>The list holds at least one of a set.</summary>
internal sealed class AnyKeywordPredicate(int field, CodeSet codes) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    private HasOneOf Test(Chunk chunk) => new(((KeywordsColumn)chunk.Payload[field]).Lists, codes);

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
