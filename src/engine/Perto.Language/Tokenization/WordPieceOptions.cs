namespace Perto.Language;

/// <summary>How a WordPiece model was trained to see text. The defaults are those of <c>bert-base-uncased</c>.</summary>
public sealed record WordPieceOptions
{
    /// <summary>Capital letters become small ones.</summary>
    public bool LowerCase { get; init; } = true;

    /// <summary>Accents are taken off. When not said, it goes with <see cref="LowerCase"/>.</summary>
    public bool? StripAccents { get; init; }

    /// <summary>Control characters are taken out and every white space counts as a space.</summary>
    public bool CleanText { get; init; } = true;

    /// <summary>Each Chinese character is a word by itself.</summary>
    public bool SpaceIdeographs { get; init; } = true;

    /// <summary>What marks a piece that goes on with a word.</summary>
    public string ContinuationPrefix { get; init; } = "##";

    /// <summary>A word of more code points than this is unknown; 1 to 1000.</summary>
    public int LongestWord { get; init; } = 100;

    /// <summary>Stands for a word that cannot be made of pieces.</summary>
    public string UnknownToken { get; init; } = "[UNK]";

    /// <summary>Begins every text; a classifier reads its place.</summary>
    public string StartToken { get; init; } = "[CLS]";

    /// <summary>Ends each of the texts.</summary>
    public string SeparatorToken { get; init; } = "[SEP]";

    /// <summary>
    /// Further tokens that are kept whole where a text holds them, if the vocabulary has them; the three above always are.
    /// </summary>
    public IReadOnlyList<string> KeptTokens { get; init; } = ["[PAD]", "[MASK]"];
}
