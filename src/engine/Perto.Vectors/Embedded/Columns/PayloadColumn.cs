namespace Perto.Vectors;

/// <summary>
/// One payload field of a chunk's rows. One writer sets rows that no snapshot shows yet; any thread reads the others.
/// </summary>
internal abstract class PayloadColumn
{
    /// <summary>Bytes of the arrays.</summary>
    public abstract long Bytes { get; }

    public static PayloadColumn Create(PayloadKind kind, KeywordTable? keywords, int capacity) => kind switch
    {
        PayloadKind.Keyword => new KeywordColumn(keywords!, new int[capacity]),
        PayloadKind.Keywords => new KeywordsColumn(keywords!, new int[]?[capacity]),
        PayloadKind.Number => new NumberColumn(new double[capacity]),
        PayloadKind.Boolean => new BooleanColumn(new byte[capacity]),
        _ => new IntegerColumn(kind, new long[capacity], new bool[capacity]),
    };

    /// <summary>The value of a row; <see cref="PayloadValue.None"/> where it has none.</summary>
    public abstract PayloadValue Get(int row);

    /// <summary>Sets the value of a row to one of the field's kind, or to <see cref="PayloadValue.None"/>.</summary>
    public abstract void Set(int row, PayloadValue value);

    /// <summary>The same rows with room for more.</summary>
    public abstract PayloadColumn Grown(int capacity);

    /// <summary>Which of the first <paramref name="rows"/> rows have a value.</summary>
    public abstract void Exists(int rows, Span<ulong> bits);
}
