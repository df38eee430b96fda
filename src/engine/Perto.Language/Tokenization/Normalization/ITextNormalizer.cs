namespace Perto.Language;

/// <summary>One step of making texts alike that mean the same. Safe for use by several threads.</summary>
internal interface ITextNormalizer
{
    /// <summary>How many code units one can become at most: the bound on what a hostile file of settings makes of a text.</summary>
    int Growth { get; }

    /// <summary>Adds to <paramref name="into"/> what becomes of <paramref name="text"/>.</summary>
    void Normalize(AlignedSpan text, AlignedText into);
}
