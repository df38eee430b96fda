namespace Perto.Vectors;

/// <summary>A text contains all of these words, in any order and at any place.</summary>
public sealed record WordsFilter : Filter
{
    private readonly string[] _words;

    internal WordsFilter(string field, string words, string path)
    {
        Field = FilterOperands.Field(field);
        _words = TextRules.IsStorable(words)
            ? [.. TextWords.Distinct(words)]
            : throw new VectorStoreException(path, words, TextRules.Allowed);
        if (_words.Length == 0)
            throw new VectorStoreException(path, words, "text with at least one word");
        Size = FilterSize.OfCondition(_words.Length);
    }

    /// <summary>The payload field.</summary>
    public string Field { get; }

    /// <summary>The words as <see cref="TextWords"/> folds them, each once, in the order in which they were given.</summary>
    public new IReadOnlyList<string> Words => _words;

    internal override FilterSize Size { get; }

    /// <inheritdoc/>
    public bool Equals(WordsFilter? other) =>
        other is not null && Field == other.Field && _words.AsSpan().SequenceEqual(other._words);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Field, _words.Length, _words[0]);
}
