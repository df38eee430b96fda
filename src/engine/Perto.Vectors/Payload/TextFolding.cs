using System.Buffers;
using System.Globalization;
using System.Text;

namespace Perto.Vectors;

/// <summary>
/// Makes one text of those that differ in case or in how their characters are written, and tells what belongs to a word.
/// </summary>
/// <remarks>
/// The folded form is the compatibility decomposition (NFKD) of the text in simple case folding, with Hangul put together again: an accent
/// stands behind its letter, a ligature is its letters, a full-width letter is a letter. Folding it again changes nothing.
/// </remarks>
internal static class TextFolding
{
    // The Unicode Standard, section 3.12.
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int LeadCount = 19, VowelCount = 21, TailCount = 28;

    /// <summary>The folded text; itself where it is folded already.</summary>
    public static string Fold(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (Ascii.IsValid(text))
            return text.ToLowerInvariant();
        int[] characters = ArrayPool<int>.Shared.Rent(text.Length + 16);
        try
        {
            int count = Expand(text, ref characters);
            OrderMarks(characters.AsSpan(0, count));
            count = ComposeHangul(characters.AsSpan(0, count));
            return Write(characters.AsSpan(0, count), text);
        }
        finally
        {
            ArrayPool<int>.Shared.Return(characters);
        }
    }

    /// <summary>Whether the character at <paramref name="at"/> is a letter, digit or mark; <paramref name="width"/> is its length.</summary>
    public static bool IsWord(ReadOnlySpan<char> text, int at, out int width)
    {
        char c = text[at];
        width = 1;
        if (char.IsAscii(c))
            return char.IsAsciiLetterOrDigit(c);
        if (Rune.DecodeFromUtf16(text[at..], out Rune rune, out width) != OperationStatus.Done)
            return false;
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter
            or UnicodeCategory.TitlecaseLetter or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter
            or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
            or UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber;
    }

    private static int Expand(string text, ref int[] characters)
    {
        CompatibilityForms forms = CompatibilityForms.Instance;
        int count = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            ReadOnlySpan<int> form = forms.Form(rune.Value);
            int added = Math.Max(form.Length, 1);
            if (count + added > characters.Length)
            {
                int[] larger = ArrayPool<int>.Shared.Rent((2 * characters.Length) + added);
                characters.AsSpan(0, count).CopyTo(larger);
                ArrayPool<int>.Shared.Return(characters);
                characters = larger;
            }
            if (form.IsEmpty)
                characters[count] = FoldCase(rune);
            for (int i = 0; i < form.Length; i++)
                characters[count + i] = FoldCase(new Rune(form[i]));
            count += added;
        }
        return count;
    }

    // By way of upper case, so that the two small sigmas are one.
    private static int FoldCase(Rune rune) => Rune.ToLowerInvariant(Rune.ToUpperInvariant(rune)).Value;

    // Runs of marks are short: insertion sort, which keeps the order of equals.
    private static void OrderMarks(Span<int> characters)
    {
        CompatibilityForms forms = CompatibilityForms.Instance;
        for (int i = 1; i < characters.Length; i++)
        {
            int mark = characters[i], at = i;
            byte order = forms.ClassOf(mark);
            if (order == 0)
                continue;
            for (; at > 0 && forms.ClassOf(characters[at - 1]) > order; at--)
                characters[at] = characters[at - 1];
            characters[at] = mark;
        }
    }

    private static int ComposeHangul(Span<int> characters)
    {
        int count = 0;
        foreach (int character in characters)
        {
            int before = count == 0 ? 0 : characters[count - 1];
            int lead = before - LeadBase, vowel = character - VowelBase, syllable = before - SyllableBase, tail = character - TailBase;
            if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
                characters[count - 1] = SyllableBase + (((lead * VowelCount) + vowel) * TailCount);
            else if (syllable is >= 0 and < LeadCount * VowelCount * TailCount && syllable % TailCount == 0 && tail is > 0 and < TailCount)
                characters[count - 1] = before + tail;
            else
                characters[count++] = character;
        }
        return count;
    }

    private static string Write(ReadOnlySpan<int> characters, string text)
    {
        char[] folded = ArrayPool<char>.Shared.Rent(2 * characters.Length);
        try
        {
            int length = 0;
            foreach (int character in characters)
                length += new Rune(character).EncodeToUtf16(folded.AsSpan(length));
            ReadOnlySpan<char> written = folded.AsSpan(0, length);
            return written.SequenceEqual(text) ? text : written.ToString();
        }
        finally
        {
            ArrayPool<char>.Shared.Return(folded);
        }
    }
}
