namespace Perto.Language;

/// <summary>Takes the tokens of a text, and counts those too that there is no room for.</summary>
internal ref struct TokenWriter(Span<int> ids, Span<TextRange> ranges)
{
    private readonly Span<int> _ids = ids;
    private readonly Span<TextRange> _ranges = ranges;

    /// <summary>How many tokens there are so far.</summary>
    public int Count { get; private set; }

    /// <summary>Whether there is room for the range of the next token.</summary>
    public readonly bool TakesRange => Count < _ranges.Length;

    public void Add(int id, TextRange range)
    {
        if (Count < _ids.Length)
            _ids[Count] = id;
        if (Count < _ranges.Length)
            _ranges[Count] = range;
        Count++;
    }

    /// <summary>Takes spaces out of the ranges of the tokens from <paramref name="from"/> on, as far as there was room for them.</summary>
    public readonly void Trim(int from, ReadOnlySpan<char> text, TokenVocabulary vocabulary, TrimmedRanges trimming)
    {
        int end = Math.Min(Count, Math.Min(_ids.Length, _ranges.Length));
        for (int i = from; i < end; i++)
        {
            if (vocabulary.TryGetToken(_ids[i], out string? token))
                _ranges[i] = trimming.Of(text, token, _ranges[i], isFirst: i == 0);
        }
    }
}
