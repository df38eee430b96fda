namespace Perto.Language;

/// <summary>
/// Takes spaces out of the ranges of byte-level tokens, which begin with the space before a word (byte_level.rs, process_offsets).
/// </summary>
/// <param name="keepsPrefix">One space at the beginning of the text may have been put there, and is left.</param>
internal sealed class TrimmedRanges(bool keepsPrefix)
{
    /// <summary>The range of a token without its spaces.</summary>
    /// <param name="text">The text that was cut.</param>
    /// <param name="token">The content of the token.</param>
    /// <param name="range">The range with them.</param>
    /// <param name="isFirst">No token is before it.</param>
    public TextRange Of(ReadOnlySpan<char> text, ReadOnlySpan<char> token, TextRange range, bool isFirst)
    {
        int before = 0, after = 0;
        while (before < token.Length && IsSpace(token[before]))
            before++;
        while (after < token.Length && IsSpace(token[^(after + 1)]))
            after++;
        if (before == 1 && keepsPrefix && (isFirst || range.Start == 0))
        {
            // Nothing but the space that was put there.
            if (token.Length == 1)
                return range with { End = range.Start };
            before = 0;
        }

        int start = Math.Min(range.Start + before, range.End);
        // A space that was put before a pair of surrogates is no part of it.
        if (start < range.End && start > range.Start && char.IsSurrogatePair(text[start - 1], text[start]))
            start++;
        int end = range.End >= after ? Math.Max(range.End - after, start) : range.End;
        return new TextRange(start, end);
    }

    private static bool IsSpace(char character) => character == ByteLetters.Space || char.IsWhiteSpace(character);
}
