using System.Runtime.InteropServices;

namespace Perto.Language;

/// <summary>Counts the terms of texts, and where asked the pairs of neighbours.</summary>
public sealed class TermCounter
{
    private readonly Analyzer _analyzer;
    private readonly float _bigramWeight;

    /// <summary>A counter of the analyzer's terms.</summary>
    /// <param name="analyzer">How texts become terms.</param>
    /// <param name="bigramWeight">What a pair of terms without a word between them counts, 0 to 1; 0 leaves pairs out.</param>
    /// <exception cref="ArgumentNullException"><paramref name="analyzer"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="bigramWeight"/> is not from 0 to 1.</exception>
    public TermCounter(Analyzer analyzer, float bigramWeight = 0)
    {
        ArgumentNullException.ThrowIfNull(analyzer);
        if (!(bigramWeight is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(bigramWeight), bigramWeight, "The weight of bigrams must be from 0 to 1.");
        _analyzer = analyzer;
        _bigramWeight = bigramWeight;
    }

    /// <summary>How often each term stands in a text.</summary>
    /// <param name="text">Any text; one without terms gives an empty vector.</param>
    public TermVector Count(ReadOnlySpan<char> text)
    {
        Dictionary<uint, float> counts = [];
        uint last = 0;
        int lastPosition = -2;
        AnalyzedTerms terms = _analyzer.Terms(text);
        while (terms.MoveNext())
        {
            uint term = TermHash.Of(terms.Current);
            CollectionsMarshal.GetValueRefOrAddDefault(counts, term, out _)++;
            if (_bigramWeight > 0 && terms.Position == lastPosition + 1)
                CollectionsMarshal.GetValueRefOrAddDefault(counts, TermHash.OfPair(last, term), out _) += _bigramWeight;
            last = term;
            lastPosition = terms.Position;
        }
        return new TermVector([.. counts.Keys], [.. counts.Values]);
    }
}
