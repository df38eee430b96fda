namespace Perto.Language;

/// <summary>How a <see cref="LexicalEmbedder"/> is fitted to a corpus.</summary>
public sealed record LexicalFitSettings
{
    /// <summary>The language of all texts; null: that of each text as <see cref="LanguageDetector"/> tells it, and where it cannot, that of most texts.</summary>
    public TextLanguage? Language { get; init; }

    /// <summary>How many terms are known, 1 to 1,000,000: those that most texts have.</summary>
    public int MaxWords { get; init; } = 15_000;

    /// <summary>How many runs of characters are known, 0 to 1,000,000: those that most texts have.</summary>
    public int MaxGrams { get; init; } = 15_000;

    /// <summary>How many texts must have a feature for it to be known, 1 to 1000. What one text has alone relates it to nothing.</summary>
    public int MinTexts { get; init; } = 2;

    /// <summary>How many texts are decomposed, 2 to 1,000,000; of more, so many are drawn. Frequencies are counted in all.</summary>
    public int DecomposedTexts { get; init; } = 20_000;

    /// <summary>How many directions are kept, 1 to 383; the other dimensions stay 0. Few make words alike that stand with the same words, and texts harder to tell apart.</summary>
    public int Directions { get; init; } = LexicalEmbedder.TermDimensions;

    /// <summary>
    /// How much the strong directions count above the weak ones, 0 to 2: each is multiplied by this power of its singular value. 0 is plain latent
    /// semantic analysis. With more, what many texts have in common counts more and the single word less: good for long texts, bad for short ones.
    /// </summary>
    public double Sharpening { get; init; } = 0.5;

    /// <summary>Seed of the decomposition and of the draw of texts.</summary>
    public long Seed { get; init; } = 1;

    /// <exception cref="ArgumentException">A setting is out of range.</exception>
    internal void Validate()
    {
        if (Language is { } language && !Enum.IsDefined(language))
            throw new ArgumentException($"Language is {(int)language}; it must be None, English or Portuguese.");
        Require(MaxWords is >= 1 and <= 1_000_000, nameof(MaxWords), MaxWords, "from 1 to 1000000");
        Require(MaxGrams is >= 0 and <= 1_000_000, nameof(MaxGrams), MaxGrams, "from 0 to 1000000");
        Require(MinTexts is >= 1 and <= 1_000, nameof(MinTexts), MinTexts, "from 1 to 1000");
        Require(DecomposedTexts is >= 2 and <= 1_000_000, nameof(DecomposedTexts), DecomposedTexts, "from 2 to 1000000");
        Require(Directions is >= 1 and <= LexicalEmbedder.TermDimensions, nameof(Directions), Directions, $"from 1 to {LexicalEmbedder.TermDimensions}");
        if (!(Sharpening is >= 0 and <= 2))
            throw new ArgumentException($"Sharpening is {Sharpening}; it must be from 0 to 2.");
    }

    private static void Require(bool accepted, string name, int given, string rule)
    {
        if (!accepted)
            throw new ArgumentException($"{name} is {given}; it must be {rule}.");
    }
}
