namespace Perto.Language;

/// <summary>One step of cutting a text into words. Safe for use by several threads.</summary>
internal interface IWordSplitter
{
    /// <summary>How many code units one can become at most: the bound on what a hostile file of settings makes of a text.</summary>
    int Growth { get; }

    /// <summary>Adds to <paramref name="into"/> the words that <paramref name="word"/> becomes, each ended.</summary>
    void Split(AlignedSpan word, AlignedText into);
}
