namespace Perto.Language;

/// <summary>What a character is to the search for words.</summary>
internal enum WordScript
{
    /// <summary>Not part of a word.</summary>
    Break,

    /// <summary>A letter or a mark on one.</summary>
    Letter,

    /// <summary>A digit.</summary>
    Digit,

    /// <summary>A letter of a script written without spaces: Chinese, Japanese and, with spaces seldom where search wants them, Korean.</summary>
    Ideograph,
}
