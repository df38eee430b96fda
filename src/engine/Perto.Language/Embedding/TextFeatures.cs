using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Language;

/// <summary>What a text is described by: its terms, and the runs of 3 to 5 characters in them. Used again for text after text; not for two threads at once.</summary>
internal sealed class TextFeatures
{
    private const int ShortestGram = 3;
    private const int LongestGram = 5;

    // They mark where a term begins and ends; no term has them.
    private const char Begin = '\u0002';
    private const char End = '\u0003';

    // So that the run "cat" is something else than the term "cat".
    private const ulong GramSalt = 0x9e3779b97f4a7c15;

    // How slowly repetition saturates, as the k1 of BM25; it and the share below were chosen on half of the queries of Cranfield.
    private const float Saturation = 3;

    // The part of the terms in the square of a text's length: the many runs must not outvote them.
    private const double WordShare = 0.7;

    private static readonly Analyzer[] Analyzers =
        [.. Enum.GetValues<TextLanguage>().Select(language => new Analyzer(new AnalyzerSettings { Language = language }))];

    private readonly char[] _term = new char[AnalyzedTerms.MaxLength + 2];
    private readonly List<WeightedFeature> _weighted = [];

    public FeatureCounts Words { get; } = new();

    public FeatureCounts Grams { get; } = new();

    /// <summary>Takes the features of a text in place of those of the last one.</summary>
    public void Read(ReadOnlySpan<char> text, TextLanguage language)
    {
        Words.Clear();
        Grams.Clear();
        _term[0] = Begin;
        foreach (ReadOnlySpan<char> term in Analyzers[(int)language].Terms(text))
        {
            Words.Add(StableHash.Of(MemoryMarshal.AsBytes(term)));
            term.CopyTo(_term.AsSpan(1));
            _term[term.Length + 1] = End;
            AddGrams(_term.AsSpan(0, term.Length + 2));
        }
    }

    /// <summary>
    /// The features that a space knows: saturated frequency times rarity, terms and runs each brought to a length of their own, so that all squares
    /// sum to 1. Only +, *, / and square roots: the same on every machine. Good until the next call.
    /// </summary>
    public ReadOnlySpan<WeightedFeature> Weigh(IFeatureSpace space)
    {
        _weighted.Clear();
        if (_weighted.Capacity > FeatureCounts.MaxKept)
            _weighted.Capacity = 0;
        double words = Squares(Words, space), grams = Squares(Grams, space);
        double share = grams == 0 ? 1 : words == 0 ? 0 : WordShare;
        if (words > 0)
            Weigh(Words, space, Math.Sqrt(share / words));
        if (grams > 0)
            Weigh(Grams, space, Math.Sqrt((1 - share) / grams));
        return CollectionsMarshal.AsSpan(_weighted);
    }

    private static double Squares(FeatureCounts counts, IFeatureSpace space)
    {
        double sum = 0;
        for (int i = 0; i < counts.Count; i++)
        {
            double weight = (double)Saturated(counts.Counts[i]) * space.WeightOf(counts.Ids[i], out _);
            sum += weight * weight;
        }
        return sum;
    }

    private void Weigh(FeatureCounts counts, IFeatureSpace space, double scale)
    {
        for (int i = 0; i < counts.Count; i++)
        {
            ulong id = counts.Ids[i];
            if (space.WeightOf(id, out int place) is > 0 and var weight)
                _weighted.Add(new WeightedFeature(id, place, (float)(scale * Saturated(counts.Counts[i]) * weight)));
        }
    }

    private static float Saturated(int count) => count * (Saturation + 1) / (count + Saturation);

    private void AddGrams(ReadOnlySpan<char> marked)
    {
        for (int length = ShortestGram; length <= LongestGram; length++)
        {
            for (int start = 0; start + length <= marked.Length; start++)
                Grams.Add(StableHash.Of(MemoryMarshal.AsBytes(marked.Slice(start, length))) ^ GramSalt);
        }
    }
}
