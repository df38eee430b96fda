using System.Text;

namespace Perto.Language;

/// <summary>Capital letters become small ones, each for itself: a capital sigma at the end of a word becomes the common small one.</summary>
internal sealed class LowerCaseNormalizer : ITextNormalizer
{
    private const int CapitalDottedI = 0x130, CombiningDotAbove = 0x307;

    public int Growth => 2;

    public void Normalize(AlignedSpan text, AlignedText into)
    {
        int at = 0;
        foreach (Rune rune in text.Units.EnumerateRunes())
        {
            TextRange origin = text.Origins[at];
            at += rune.Utf16SequenceLength;
            if (rune.Value != CapitalDottedI)
            {
                into.Append(Rune.ToLowerInvariant(rune), origin);
                continue;
            }

            // The one character whose small form is two.
            into.Append('i', origin);
            into.Append((char)CombiningDotAbove, origin);
        }
    }
}
