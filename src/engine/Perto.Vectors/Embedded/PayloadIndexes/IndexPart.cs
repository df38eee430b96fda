namespace Perto.Vectors;

/// <summary>The index of a payload field over some consecutive rows of one segment. Immutable; rows are counted from its first.</summary>
internal abstract class IndexPart(int present)
{
    /// <summary>How many of its rows have a value, dead ones among them.</summary>
    public int Present => present;

    public abstract long HeldBytes { get; }

    /// <summary>Builds the index of a column over whole chunks.</summary>
    public static IndexPart Build(PayloadKind kind, ReadOnlySpan<Chunk> chunks, int field) => kind switch
    {
        PayloadKind.Keyword or PayloadKind.Keywords or PayloadKind.Text or PayloadKind.Boolean => Postings.Build(chunks, field),
        PayloadKind.Number or PayloadKind.Geo => SortedValues<double>.Build(chunks, field),
        _ => SortedValues<long>.Build(chunks, field),
    };

    /// <summary>The index of a whole segment, from its file.</summary>
    public static IndexPart Open(PayloadKind kind, SegmentSource source, string name) => kind switch
    {
        PayloadKind.Keyword or PayloadKind.Keywords or PayloadKind.Text or PayloadKind.Boolean => Postings.Open(source, name),
        PayloadKind.Number or PayloadKind.Geo => SortedValues<double>.Open(source, name),
        _ => SortedValues<long>.Open(source, name),
    };

    public abstract void Write(SegmentSections sections, string name);
}
