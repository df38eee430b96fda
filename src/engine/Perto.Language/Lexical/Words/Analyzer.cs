namespace Perto.Language;

/// <summary>
/// Turns text into the terms that lexical search counts: words found (<see cref="WordSegmenter"/>), folded, freed of stop words, stemmed. The
/// same text gives the same terms on every machine. Nothing is allocated. Safe for use by many threads.
/// </summary>
public sealed class Analyzer
{
    /// <summary>An analyzer for texts of one language.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="settings"/> is null.</exception>
    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    public Analyzer(AnalyzerSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        settings.Validate();
        Settings = settings;
    }

    /// <summary>How it turns words into terms.</summary>
    public AnalyzerSettings Settings { get; }

    /// <summary>The terms of a text, in their order, for <c>foreach</c>. Each is good until the next.</summary>
    /// <param name="text">Any text.</param>
    public AnalyzedTerms Terms(ReadOnlySpan<char> text) => new(text, Settings);

    /// <summary>The terms of a text as strings, for where garbage does not matter.</summary>
    /// <param name="text">Any text.</param>
    public List<string> TermList(ReadOnlySpan<char> text)
    {
        List<string> terms = [];
        foreach (ReadOnlySpan<char> term in Terms(text))
            terms.Add(new string(term));
        return terms;
    }
}
