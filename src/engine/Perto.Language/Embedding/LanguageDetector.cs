namespace Perto.Language;

/// <summary>
/// Tells English from Portuguese by the words that nearly every sentence has, and by the letters that only Portuguese has. A guess: a query of two
/// nouns tells nothing, and a third language is taken for one of the two.
/// </summary>
public static class LanguageDetector
{
    // A few sentences tell; the rest of a book tells nothing more.
    private const int MaxWords = 40;

    /// <summary>The language of a text.</summary>
    /// <param name="text">Any text; its first 40 words are looked at.</param>
    /// <param name="fallback">The answer where nothing speaks for one of the two, or as much for both.</param>
    public static TextLanguage Of(ReadOnlySpan<char> text, TextLanguage fallback = TextLanguage.English)
    {
        Span<char> letters = stackalloc char[AnalyzedTerms.MaxLength];
        int english = 0, portuguese = 0, seen = 0;
        WordSegmenter words = new(text);
        while (seen++ < MaxWords && words.MoveNext())
        {
            ReadOnlySpan<char> word = letters[..CharacterFolding.Lower(words.Current, letters)];
            english += StopWords.Contains(word, TextLanguage.English) ? 1 : 0;
            portuguese += StopWords.Contains(word, TextLanguage.Portuguese, foldAccents: true) || word.IndexOfAny('ã', 'õ', 'ç') >= 0 ? 1 : 0;
        }
        return english == portuguese ? fallback : english > portuguese ? TextLanguage.English : TextLanguage.Portuguese;
    }
}
