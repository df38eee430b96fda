namespace Perto.Language;

/// <summary>How an <see cref="Analyzer"/> turns words into terms. Texts and queries must be analyzed with the same settings.</summary>
public sealed record AnalyzerSettings
{
    /// <summary>Whose stop words and endings.</summary>
    public TextLanguage Language { get; init; } = TextLanguage.English;

    /// <summary>Whether forms of a word become one term.</summary>
    public bool Stem { get; init; } = true;

    /// <summary>Whether words that stand in every text (the, of, e, para) are left out.</summary>
    public bool DropStopWords { get; init; } = true;

    /// <summary>Whether accents are taken off, so that <c>cafe</c> finds <c>café</c>. The English stemmer needs it and has it always.</summary>
    public bool FoldAccents { get; init; } = true;

    /// <exception cref="ArgumentException">The language is not one of <see cref="TextLanguage"/>.</exception>
    internal void Validate()
    {
        if (!Enum.IsDefined(Language))
            throw new ArgumentException($"Language is {(int)Language}; it must be None, English or Portuguese.");
    }
}
