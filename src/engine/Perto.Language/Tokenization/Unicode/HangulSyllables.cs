namespace Perto.Language;

/// <summary>Korean syllables and the letters that they are made of (The Unicode Standard, section 3.12).</summary>
internal static class HangulSyllables
{
    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int Leads = 19, Vowels = 21, Tails = 28, Count = Leads * Vowels * Tails;

    public static bool Contains(int codePoint) => (uint)(codePoint - SyllableBase) < Count;

    /// <summary>Writes the two or three letters of a syllable and returns how many.</summary>
    public static int Decompose(int syllable, Span<int> into)
    {
        int index = syllable - SyllableBase;
        into[0] = LeadBase + (index / (Vowels * Tails));
        into[1] = VowelBase + (index % (Vowels * Tails) / Tails);
        int tail = index % Tails;
        if (tail == 0)
            return 2;
        into[2] = TailBase + tail;
        return 3;
    }

    /// <summary>A lead and a vowel, or a syllable without tail and a tail, taken together; false for anything else.</summary>
    public static bool TryCompose(int first, int second, out int syllable)
    {
        if ((uint)(first - LeadBase) < Leads && (uint)(second - VowelBase) < Vowels)
        {
            syllable = SyllableBase + ((((first - LeadBase) * Vowels) + second - VowelBase) * Tails);
            return true;
        }

        syllable = first + second - TailBase;
        return Contains(first) && (first - SyllableBase) % Tails == 0 && second - TailBase is > 0 and < Tails;
    }
}
