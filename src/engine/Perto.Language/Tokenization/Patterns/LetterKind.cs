namespace Perto.Language;

/// <summary>What patterns of words tell apart.</summary>
internal enum LetterKind
{
    /// <summary>Anything else: punctuation, symbols, marks, controls.</summary>
    Other,

    /// <summary>A letter (category L).</summary>
    Letter,

    /// <summary>A number (category N).</summary>
    Number,

    /// <summary>White space other than an end of line.</summary>
    Space,

    /// <summary>A carriage return or a line feed.</summary>
    LineEnd,
}
