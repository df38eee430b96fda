namespace Perto.Vectors;

/// <summary>A set of keyword codes. <see cref="KeywordTable.Missing"/> is never in it.</summary>
internal sealed class CodeSet
{
    private readonly ulong[] _bits;

    public CodeSet(KeywordTable table, IEnumerable<string> keywords)
    {
        _bits = new ulong[(table.Length / 64) + 1];
        Codes = [.. keywords.Select(keyword => table.Find(keyword)).Where(code => code != KeywordTable.Missing).Distinct()];
        foreach (int code in Codes)
        {
            // A code given since the table was measured stands in no row of the snapshot that this set is for.
            if (code / 64 < _bits.Length)
                _bits[code / 64] |= 1UL << (code % 64);
        }
        Only = Codes.Length == 1 ? Codes[0] : null;
    }

    public int[] Codes { get; }

    /// <summary>The code, if there is just one.</summary>
    public int? Only { get; }

    public bool Contains(int code) => code / 64 < _bits.Length && (_bits[code / 64] >> (code % 64) & 1) != 0;
}
