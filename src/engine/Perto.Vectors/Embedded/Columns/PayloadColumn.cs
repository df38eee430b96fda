namespace Perto.Vectors;

/// <summary>
/// One payload field of a chunk's rows. One writer sets rows that no snapshot shows yet, one after another; any thread reads the others.
/// </summary>
internal abstract class PayloadColumn
{
    /// <summary>Bytes of the process's own memory.</summary>
    public abstract long HeldBytes { get; }

    public static PayloadColumn Create(PayloadKind kind, KeywordTable? keywords, int capacity) => kind switch
    {
        PayloadKind.Keyword => new KeywordColumn(keywords!, capacity),
        PayloadKind.Keywords => new KeywordsColumn(keywords!, capacity),
        PayloadKind.Number => new NumberColumn(capacity),
        PayloadKind.Boolean => new BooleanColumn(capacity),
        PayloadKind.Geo => new GeoColumn(capacity),
        PayloadKind.Text => new TextColumn(keywords!, capacity),
        _ => new IntegerColumn(kind, capacity),
    };

    /// <summary>The columns of all chunks of a segment.</summary>
    public static PayloadColumn[] Open(PayloadKind kind, KeywordTable? keywords, SegmentSource source, string name) => kind switch
    {
        PayloadKind.Keyword => KeywordColumn.Open(keywords!, source, name),
        PayloadKind.Keywords => KeywordsColumn.Open(keywords!, source, name),
        PayloadKind.Number => NumberColumn.Open(source, name),
        PayloadKind.Boolean => BooleanColumn.Open(source, name),
        PayloadKind.Geo => GeoColumn.Open(source, name),
        PayloadKind.Text => TextColumn.Open(keywords!, source, name),
        _ => IntegerColumn.Open(kind, source, name),
    };

    /// <summary>The value of a row; <see cref="PayloadValue.None"/> where it has none.</summary>
    public abstract PayloadValue Get(int row);

    /// <summary>Sets the value of a row to one of the field's kind, or to <see cref="PayloadValue.None"/>.</summary>
    public abstract void Set(int row, PayloadValue value);

    /// <summary>Takes the value of a row of another column of the same field, of this or another table.</summary>
    public virtual void Copy(int row, PayloadColumn from, int fromRow) => Set(row, from.Get(fromRow));

    /// <summary>The same rows with room for more.</summary>
    public abstract PayloadColumn Grown(int capacity);

    /// <summary>Which of the first <paramref name="rows"/> rows have a value; bits beyond them may be set too.</summary>
    public abstract void Exists(int rows, Span<ulong> bits);

    /// <summary>Whether a row has a value.</summary>
    public abstract bool Has(int row);

    /// <summary>Writes the columns of all chunks of a segment, of which this is one.</summary>
    public abstract void Write(SegmentSections sections, string name, PayloadColumn[] chunks);
}
