using System.Globalization;
using System.Text;

namespace Perto.Language;

/// <summary>Tells the scripts apart.</summary>
internal static class WordScripts
{
    public static WordScript Of(Rune rune)
    {
        int value = rune.Value;
        if (value < 0x80)
            return Rune.IsLetter(rune) ? WordScript.Letter : Rune.IsDigit(rune) ? WordScript.Digit : WordScript.Break;
        if (IsIdeograph(value))
            return WordScript.Ideograph;
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or
            UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or
            UnicodeCategory.OtherLetter or UnicodeCategory.NonSpacingMark or
            UnicodeCategory.SpacingCombiningMark => WordScript.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber => WordScript.Digit,
            _ => WordScript.Break,
        };
    }

    private static bool IsIdeograph(int value) => value is
        (>= 0x3005 and <= 0x3007) or (>= 0x3041 and <= 0x3096) or (>= 0x30A1 and <= 0x30FA) or (>= 0x30FC and <= 0x30FF) or
        (>= 0x31F0 and <= 0x31FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF) or (>= 0xAC00 and <= 0xD7A3) or
        (>= 0xF900 and <= 0xFAFF) or (>= 0xFF66 and <= 0xFF9D) or (>= 0x20000 and <= 0x323AF);
}
