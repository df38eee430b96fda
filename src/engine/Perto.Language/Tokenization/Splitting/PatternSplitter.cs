namespace Perto.Language;

/// <summary>Cuts at what fits a pattern.</summary>
/// <param name="pattern">What is looked for.</param>
/// <param name="behavior">What becomes of it.</param>
/// <param name="inverted">What fits is what is kept, and what lies between is cut at.</param>
internal sealed class PatternSplitter(ITextPattern pattern, DelimiterBehavior behavior, bool inverted) : IWordSplitter
{
    public int Growth => 1;

    public void Split(AlignedSpan word, AlignedText into)
    {
        bool wasDelimiter = false;
        int at = 0;
        while (pattern.Find(word.Units, at, out int start, out int end))
        {
            if (start > at)
                Add(word[at..start], inverted, ref wasDelimiter, into);
            Add(word[start..end], !inverted, ref wasDelimiter, into);
            at = end;
        }

        if (at < word.Length)
            Add(word[at..], inverted, ref wasDelimiter, into);
        into.EndWord();
    }

    // The word before is still open: whether the next part ends it is up to that.
    private void Add(AlignedSpan part, bool isDelimiter, ref bool wasDelimiter, AlignedText into)
    {
        bool joins = behavior switch
        {
            DelimiterBehavior.MergedWithPrevious => isDelimiter && !wasDelimiter,
            DelimiterBehavior.MergedWithNext => wasDelimiter && !isDelimiter,
            DelimiterBehavior.Contiguous => isDelimiter == wasDelimiter,
            _ => false,
        };
        if (!joins)
            into.EndWord();
        if (!isDelimiter || behavior != DelimiterBehavior.Removed)
            into.Append(part);
        wasDelimiter = isDelimiter;
    }
}
