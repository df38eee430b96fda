namespace Perto.Language;

/// <summary>What becomes of that by which a text is cut; "a-b--c" by "-" as the example.</summary>
internal enum DelimiterBehavior
{
    /// <summary>It is left out: a, b, c.</summary>
    Removed,

    /// <summary>Each is a word: a, -, b, -, -, c.</summary>
    Isolated,

    /// <summary>It goes with what is before it: a-, b-, -, c.</summary>
    MergedWithPrevious,

    /// <summary>It goes with what is after it: a, -b, -, -c.</summary>
    MergedWithNext,

    /// <summary>Those in a row are one word: a, -, b, --, c.</summary>
    Contiguous,
}
