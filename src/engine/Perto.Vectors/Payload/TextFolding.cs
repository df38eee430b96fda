using System.Globalization;
using System.Text;

namespace Perto.Vectors;

/// <summary>Makes texts that differ in case only the same, and tells what belongs to a word.</summary>
internal static class TextFolding
{
    /// <summary>The text in lower case; itself where it is so already.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.ToLowerInvariant();
    }

    /// <summary>Whether the character at <paramref name="at"/> is a letter, digit or mark; <paramref name="width"/> is its length.</summary>
    public static bool IsWord(ReadOnlySpan<char> text, int at, out int width)
    {
        char c = text[at];
        width = 1;
        if (char.IsAscii(c))
            return char.IsAsciiLetterOrDigit(c);
        if (Rune.DecodeFromUtf16(text[at..], out Rune rune, out width) != System.Buffers.OperationStatus.Done)
            return false;
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber;
    }
}
