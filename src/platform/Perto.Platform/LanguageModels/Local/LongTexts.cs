using Perto.Language;

namespace Perto.Platform;

/// <summary>
/// Cuts texts into the tokens that a model can take without reading the whole of one that is much longer: first the opening of it, and the whole only where that
/// has too few tokens. The tokens are those of the whole.
/// </summary>
internal static class LongTexts
{
    // A token of prose has some 4 to 5 characters.
    private const int CharactersOfToken = 8;

    // Tokens at the end of an opening, which what follows might change.
    private const int Margin = 16;

    /// <summary>A text with its special tokens.</summary>
    /// <param name="tokenizer">Cuts it.</param>
    /// <param name="text">It.</param>
    /// <param name="limit">The most tokens, special ones included.</param>
    public static TokenizedText Encode(ITextTokenizer tokenizer, ReadOnlySpan<char> text, int limit)
    {
        int end = Opening(text, limit);
        TokenizedText tokens = tokenizer.EncodeText(text[..end], limit);
        return end == text.Length || tokens.UncutLength >= (long)limit + Margin ? tokens : tokenizer.EncodeText(text, limit);
    }

    /// <summary>A pair with its special tokens.</summary>
    /// <param name="tokenizer">Cuts it.</param>
    /// <param name="query">The first text.</param>
    /// <param name="queryTokens">Its tokens.</param>
    /// <param name="document">The second text.</param>
    /// <param name="limit">The most tokens, special ones included; the longer text is cut first.</param>
    public static TokenizedText EncodePair(ITextTokenizer tokenizer, ReadOnlySpan<char> query, int queryTokens, ReadOnlySpan<char> document, int limit)
    {
        int end = Opening(document, limit);
        TokenizedText tokens = tokenizer.EncodePair(query, document[..end], limit);
        // The document is longer than what there is room for, and than the query: how much longer changes nothing.
        return end == document.Length || tokens.UncutLength >= (2L * queryTokens) + limit + Margin ? tokens : tokenizer.EncodePair(query, document, limit);
    }

    // Ends before a single space between words, where no tokenizer joins what stands on both sides.
    private static int Opening(ReadOnlySpan<char> text, int limit)
    {
        long end = ((long)limit + Margin) * CharactersOfToken;
        if (text.Length <= 2 * end)
            return text.Length;
        for (int at = (int)end; at > 1; at--)
        {
            if (text[at] == ' ' && char.IsLetterOrDigit(text[at - 1]) && char.IsLetterOrDigit(text[at + 1]))
                return at;
        }

        return text.Length;
    }
}
