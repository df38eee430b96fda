using System.Collections.Concurrent;
using Perto.Numerics;

namespace Perto.Language;

/// <summary>
/// Turns texts into vectors by the words in them, without any model from elsewhere: terms and runs of 3 to 5 characters, weighed as TF-IDF is, brought
/// to <see cref="Dimension"/> dimensions by signed hashing or, fitted to a corpus, by latent semantic analysis.
/// </summary>
/// <remarks>
/// <para>
/// It knows letters, not meaning. Texts that share words, forms of words or misspelt words are near; <c>car</c> and <c>automobile</c> are strangers to
/// the hashed form, and near in the fitted one only as far as the corpus uses both with the same words, often. Negation, order and everything a language model
/// knows of the world it does not see.
/// </para>
/// <para>The hashed form gives the same bits on every machine; the fitted one the same up to the last bits of float sums. Safe for use by many threads.</para>
/// </remarks>
public sealed class LexicalEmbedder
{
    /// <summary>Dimensions of a vector.</summary>
    public const int Dimension = 384;

    /// <summary>The version of what the numbers mean; with another one all texts are embedded anew.</summary>
    public const string Version = "lexical-1";

    /// <summary>The last dimension is that of texts without any term, and of no other.</summary>
    internal const int TermDimensions = Dimension - 1;

    private readonly IFeatureSpace _space;
    private readonly TextLanguage? _language;
    private readonly TextLanguage _fallback;
    private readonly ConcurrentBag<TextFeatures> _spare = [];

    private LexicalEmbedder(string id, IFeatureSpace space, TextLanguage? language, TextLanguage fallback, LexicalFitReport? fit)
    {
        Id = id;
        Fit = fit;
        _space = space;
        _language = language;
        _fallback = fallback;
    }

    /// <summary>
    /// Which space its vectors are in: <c>lexical-1</c> for the hashed form, with the language where one is set (<c>lexical-1-portuguese</c>); with a hash
    /// of what it learned for a fitted one (<c>lexical-1-9f86d081884c7d65</c>). Vectors of different ids do not compare.
    /// </summary>
    public string Id { get; }

    /// <summary>What it was fitted to; null for the hashed form.</summary>
    public LexicalFitReport? Fit { get; }

    /// <summary>The form that needs no corpus.</summary>
    /// <param name="language">The language of all texts; null: that of each text as <see cref="LanguageDetector"/> tells it.</param>
    /// <exception cref="ArgumentOutOfRangeException">The language is not one of <see cref="TextLanguage"/>.</exception>
    public static LexicalEmbedder Hashed(TextLanguage? language = null)
    {
        if (language is { } one && !Enum.IsDefined(one))
            throw new ArgumentOutOfRangeException(nameof(language), language, "The language must be None, English or Portuguese.");
        string id = language is { } named ? $"{Version}-{named.ToString().ToLowerInvariant()}" : Version;
        return new LexicalEmbedder(id, new HashedSpace(), language, TextLanguage.English, fit: null);
    }

    /// <summary>Fits one to the texts that it will be used on. The result does not depend on the number of threads.</summary>
    /// <param name="texts">The corpus: some hundred texts and more, of the kind that will be searched.</param>
    /// <param name="settings">How.</param>
    /// <param name="parallel">How many threads may work, and when to stop.</param>
    /// <param name="progress">Told from 0 to 1 how far it is.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">A setting is out of range, or the corpus has fewer than two texts that share a term.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static LexicalEmbedder FitTo(
        IReadOnlyList<string> texts, LexicalFitSettings settings, ParallelOptions parallel, IProgress<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(parallel);
        settings.Validate();
        LexicalFit fit = new(texts, settings, parallel, progress);
        FittedSpace space = fit.Run();
        return Fitted(space, settings.Language, fit.Fallback, new LexicalFitReport(texts.Count, fit.Decomposed, space.Ids.Length, space.Dimension, fit.VarianceKept));
    }

    /// <summary>The vector of a text, of length 1. A text without any term that is known has 1 in the last dimension and is at right angles to all others.</summary>
    /// <param name="text">Any text.</param>
    public float[] Embed(ReadOnlySpan<char> text)
    {
        float[] vector = new float[Dimension];
        Embed(text, vector);
        return vector;
    }

    /// <summary>Writes the vector of a text, of length 1; allocates nothing.</summary>
    /// <param name="text">Any text.</param>
    /// <param name="vector">Where to; <see cref="Dimension"/> values, overwritten.</param>
    /// <returns>Whether the text has any term that is known. Where not, the vector has 1 in the last dimension and 0 elsewhere.</returns>
    /// <exception cref="ArgumentException"><paramref name="vector"/> has another length.</exception>
    public bool Embed(ReadOnlySpan<char> text, Span<float> vector)
    {
        if (vector.Length != Dimension)
            throw new ArgumentException($"The vector must have {Dimension} values; got {vector.Length}.", nameof(vector));
        vector.Clear();
        if (!_spare.TryTake(out TextFeatures? features))
            features = new TextFeatures();
        features.Read(text, _language ?? LanguageDetector.Of(text, _fallback));
        Span<float> terms = vector[..TermDimensions];
        foreach (WeightedFeature feature in features.Weigh(_space))
            _space.Add(feature.Id, feature.Place, feature.Weight, terms);
        _spare.Add(features);

        if (Normalize(terms))
            return true;
        vector.Clear();
        vector[^1] = 1;
        return false;
    }

    /// <summary>Writes a fitted embedder, for <see cref="Load"/>. The stream stays open.</summary>
    /// <param name="stream">Where to.</param>
    /// <exception cref="InvalidOperationException">It is the hashed form, which has nothing to keep.</exception>
    public void Save(Stream stream)
    {
        if (_space is not FittedSpace space || Fit is null)
            throw new InvalidOperationException("Only a fitted embedder is written; the hashed form is the same everywhere.");
        LexicalEmbedderFile.Write(stream, space, _language, _fallback, Fit);
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="stream">Where from.</param>
    /// <exception cref="BinaryFormatException">It is damaged, cut short, of another kind or of an unknown version.</exception>
    public static LexicalEmbedder Load(Stream stream)
    {
        (FittedSpace space, TextLanguage? language, TextLanguage fallback, LexicalFitReport fit) = LexicalEmbedderFile.Read(stream);
        return Fitted(space, language, fallback, fit);
    }

    private static LexicalEmbedder Fitted(FittedSpace space, TextLanguage? language, TextLanguage fallback, LexicalFitReport fit)
    {
        // The language is part of the space: it says what the terms of a text are.
        ulong hash = space.ContentHash() + (ulong)(language is { } one ? (int)one + 1 : 0) + ((ulong)fallback << 8);
        return new LexicalEmbedder($"{Version}-{hash:x16}", space, language, fallback, fit);
    }

    private static bool Normalize(Span<float> vector)
    {
        double squares = 0;
        foreach (float value in vector)
            squares += (double)value * value;
        // Features of opposite signs can cancel out; what is left is then noise.
        if (!(squares > 1e-12))
            return false;
        double scale = 1 / Math.Sqrt(squares);
        foreach (ref float value in vector)
            value = (float)(value * scale);
        return true;
    }
}
