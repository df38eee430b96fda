using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Perto.Language;

/// <summary>The terms of a text, one after the other. Made by <see cref="Analyzer.Terms"/>.</summary>
public ref struct AnalyzedTerms
{
    /// <summary>Most characters of a term; the rest of a longer word is left out.</summary>
    public const int MaxLength = 64;

    private readonly AnalyzerSettings _settings;
    private WordSegmenter _words;
    private Letters _letters;
    private int _length;

    internal AnalyzedTerms(ReadOnlySpan<char> text, AnalyzerSettings settings)
    {
        _words = new WordSegmenter(text);
        _settings = settings;
        Position = -1;
    }

    /// <summary>The term: 1 to <see cref="MaxLength"/> characters, good until the next.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<char> Current => ((ReadOnlySpan<char>)_letters)[.._length];

    /// <summary>Where the word it comes from begins in the text.</summary>
    public readonly int Start => _words.Start;

    /// <summary>How many UTF-16 units that word has.</summary>
    public readonly int Length => _words.Length;

    /// <summary>Which word of the text it comes from, from 0; stop words count, so that neighbours can be told.</summary>
    public int Position { get; private set; }

    /// <summary>For <c>foreach</c>.</summary>
    public readonly AnalyzedTerms GetEnumerator() => this;

    /// <summary>Goes on to the next term; false where there is none.</summary>
    public bool MoveNext()
    {
        while (_words.MoveNext())
        {
            Position++;
            _length = CharacterFolding.Lower(_words.Current, _letters);
            if (Reduce())
                return true;
        }
        return false;
    }

    private bool Reduce()
    {
        Span<char> letters = _letters;
        if (_settings.Language == TextLanguage.Portuguese)
            DropElision(letters);
        if (_settings.DropStopWords && StopWords.Contains(letters[.._length], _settings.Language, _settings.FoldAccents))
            return false;

        bool english = _settings.Stem && _settings.Language == TextLanguage.English;
        if (english)
        {
            _length = CharacterFolding.WithoutAccents(letters, _length);
            _length = EnglishStemmer.Stem(letters[.._length]);
        }
        else if (_settings.Stem && _settings.Language == TextLanguage.Portuguese)
        {
            _length = PortugueseStemmer.Stem(letters[.._length]);
        }
        if (_settings.FoldAccents && !english)
            _length = CharacterFolding.WithoutAccents(letters, _length);
        return _length > 0;
    }

    // d'água: the article's letter is no part of the word.
    private void DropElision(scoped Span<char> letters)
    {
        if (_length < 3 || letters[1] != '\'')
            return;
        letters[2.._length].CopyTo(letters);
        _length -= 2;
    }

    [InlineArray(MaxLength)]
    private struct Letters
    {
        private char _first;
    }
}
