namespace Perto.Vectors;

/// <summary>The list holds at least one of a set.</summary>
internal sealed class AnyKeywordPredicate(int field, CodeSet codes) : RowPredicate
{
    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) =>
        RowBits.Fill(new HasOneOf(((KeywordsColumn)chunk.Payload[field]).Lists, codes), rows, bits);

    private readonly struct HasOneOf(int[]?[] lists, CodeSet codes) : IRowTest
    {
        public bool Passes(int row)
        {
            foreach (int code in lists[row] ?? [])
            {
                if (codes.Contains(code))
                    return true;
            }
            return false;
        }
    }
}
