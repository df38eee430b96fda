namespace Perto.Vectors;

/// <summary>
/// Where the streams of a term lie, in bytes from its start; the one description for writing and reading. An entry stands for a block in
/// which the term occurs, a posting for a row.
/// </summary>
internal readonly struct SparseTermLayout
{
    /// <summary>The position of a posting is known for every so many entries; between them counts are summed.</summary>
    public const int EntriesOfBase = 32;

    public SparseTermLayout(SparseForm form, int entries, int postings)
    {
        bool column = form.HasFlag(SparseForm.Column);
        long at = 0;
        Bases = at;
        if (!column)
            at += BaseCount(entries) * (long)sizeof(uint);
        Blocks = at;
        if (!form.HasFlag(SparseForm.Whole))
            at += entries * (long)sizeof(ushort);
        Codes = at;
        at += entries;
        NegativeCodes = at;
        if (form.HasFlag(SparseForm.Negative))
            at += entries;
        Counts = at;
        if (!column)
            at += entries;
        Rows = at;
        if (!column)
            at += postings;
        Values = at;
        at += (form & SparseForm.ValueMask) switch
        {
            SparseForm.Ones => 0,
            SparseForm.Bytes => column ? entries * (long)SparseBlock.Rows : postings,
            _ => postings * (long)sizeof(float),
        };
        Length = at;
    }

    /// <summary>uint a base: the first posting of entry 32, 64, ...</summary>
    public long Bases { get; }

    /// <summary>ushort an entry, ascending.</summary>
    public long Blocks { get; }

    /// <summary>byte an entry: a bound of the block's impacts (or positive values), in 255ths of the term's greatest.</summary>
    public long Codes { get; }

    /// <summary>byte an entry: the same for negative values.</summary>
    public long NegativeCodes { get; }

    /// <summary>byte an entry: how many postings.</summary>
    public long Counts { get; }

    /// <summary>byte a posting: the row within its block.</summary>
    public long Rows { get; }

    /// <summary>A value a posting, or a byte for each row of each block.</summary>
    public long Values { get; }

    public long Length { get; }

    public static int BaseCount(int entries) => (entries - 1) / EntriesOfBase;
}
