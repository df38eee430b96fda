using System.Globalization;
using System.Text;

namespace Perto.Language;

/// <summary>Leaves marks out (category M). Letters that have their accents built in keep them, unless they were taken apart before.</summary>
internal sealed class MarkRemover : ITextNormalizer
{
    public int Growth => 1;

    public void Normalize(AlignedSpan text, AlignedText into)
    {
        int at = 0;
        foreach (Rune rune in text.Units.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.EnclosingMark))
            {
                into.Append(rune, text.Origins[at]);
            }

            at += rune.Utf16SequenceLength;
        }
    }
}
