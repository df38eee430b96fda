using System.Buffers;
using System.Globalization;
using System.Text;

namespace Perto.Language;

/// <summary>Finds added tokens in a text: from the left, of those at the same place the longest (added_vocabulary.rs, find_matches).</summary>
/// <remarks>White space that went with a token is not looked at again; in the reference, a token of white space is found in it a second time.</remarks>
internal sealed class AddedTokens
{
    private readonly AddedToken[] _tokens;
    private readonly KeptTokens _contents;

    /// <param name="tokens">Those of the texts that are searched: as written, or normalised. Of the same content the first one counts.</param>
    public AddedTokens(IEnumerable<AddedToken> tokens)
    {
        _tokens = [.. tokens.DistinctBy(token => token.Content, StringComparer.Ordinal)];
        _contents = new KeptTokens([.. _tokens.Select((token, index) => KeyValuePair.Create(token.Content, index))]);
    }

    /// <summary>The next one at <paramref name="from"/> or after it, with the white space that goes with it; false when there is none.</summary>
    public bool Find(ReadOnlySpan<char> text, int from, out TextRange range, out int id)
    {
        int at = from;
        while (_contents.Find(text[at..], out int length, out int index) is >= 0 and int step)
        {
            AddedToken token = _tokens[index];
            int start = at + step;
            int end = start + length;
            at = end;
            if (token.SingleWord && (EndsWithWord(text[..start]) || BeginsWithWord(text[end..])))
                continue;
            if (token.TakesSpaceBefore)
                start = from + text[from..start].TrimEnd().Length;
            if (token.TakesSpaceAfter)
                end = text.Length - text[end..].TrimStart().Length;
            range = new TextRange(start, end);
            id = token.Id;
            return true;
        }

        range = default;
        id = PieceTrie.None;
        return false;
    }

    private static bool EndsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeLastFromUtf16(text, out Rune last, out _) == OperationStatus.Done && IsOfWord(last);

    private static bool BeginsWithWord(ReadOnlySpan<char> text) =>
        Rune.DecodeFromUtf16(text, out Rune first, out _) == OperationStatus.Done && IsOfWord(first);

    // "\w" of Unicode Technical Standard 18: alphabetic, mark, decimal number, connector punctuation, join control.
    private static bool IsOfWord(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
            or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter or UnicodeCategory.LetterNumber
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.ConnectorPunctuation => true,
        // Letters in circles and squares are symbols, but alphabetic.
        _ => rune.Value is 0x200C or 0x200D or (>= 0x24B6 and <= 0x24E9) or (>= 0x1F130 and <= 0x1F149) or (>= 0x1F150 and <= 0x1F169)
            or (>= 0x1F170 and <= 0x1F189),
    };
}
