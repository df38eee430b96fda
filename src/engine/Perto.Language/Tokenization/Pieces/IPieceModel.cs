namespace Perto.Language;

/// <summary>Cuts words into the pieces that a model has tokens for. Safe for use by several threads.</summary>
internal interface IPieceModel
{
    /// <summary>Writes the tokens of a word, which is not empty.</summary>
    void Cut(AlignedSpan word, ref TokenWriter tokens);
}
