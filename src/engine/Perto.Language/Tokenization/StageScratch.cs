namespace Perto.Language;

/// <summary>The memory in which one text is normalised and cut into words, used again for the next.</summary>
internal sealed class StageScratch
{
    private readonly AlignedText _text = new(), _otherText = new();
    private readonly AlignedText _words = new(), _otherWords = new();

    /// <summary>A part of a text, which begins there at <paramref name="offset"/>, after the steps.</summary>
    public AlignedSpan Normalize(ReadOnlySpan<char> part, int offset, ITextNormalizer[] normalizers)
    {
        AlignedText text = _text, next = _otherText;
        text.Clear();
        text.Append(part, offset);
        foreach (ITextNormalizer normalizer in normalizers)
        {
            next.Clear();
            normalizer.Normalize(text.Span, next);
            (text, next) = (next, text);
        }

        return text.Span;
    }

    /// <summary>The words of a text, which may be one that <see cref="Normalize"/> gave.</summary>
    public AlignedText Split(AlignedSpan text, IWordSplitter[] splitters)
    {
        AlignedText words = _words, next = _otherWords;
        words.Clear();
        words.Append(text);
        words.EndWord();
        foreach (IWordSplitter splitter in splitters)
        {
            next.Clear();
            for (int i = 0; i < words.WordCount; i++)
                splitter.Split(words.Word(i), next);
            (words, next) = (next, words);
        }

        return words;
    }

    /// <summary>Gives memory back that only an uncommonly long text has needed.</summary>
    public void Shrink()
    {
        _text.Shrink();
        _otherText.Shrink();
        _words.Shrink();
        _otherWords.Shrink();
    }
}
