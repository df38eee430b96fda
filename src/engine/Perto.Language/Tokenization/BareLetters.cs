using System.Collections.Frozen;
using System.Globalization;

namespace Perto.Language;

/// <summary>
/// What is left of a character when its canonical decomposition (NFD) is taken and the nonspacing marks (Mn) are left out: the letters
/// without their accents. Kept here since a program without culture data cannot normalise. Marks that take room of their own (Mc) are
/// kept, and in the order of the text.
/// </summary>
internal static partial class BareLetters
{
    /// <summary>No character leaves more code points than this.</summary>
    public const int Most = 4;

    private const int SyllableBase = 0xAC00, LeadBase = 0x1100, VowelBase = 0x1161, TailBase = 0x11A7;
    private const int Vowels = 21, Tails = 28, Syllables = 11172;

    private static readonly FrozenDictionary<int, int[]> Decompositions = Read();

    /// <summary>Writes what is left of <paramref name="codePoint"/> and returns how many code points that is; none for a mark.</summary>
    public static int Of(int codePoint, Span<int> into)
    {
        if ((uint)(codePoint - SyllableBase) < Syllables)
            return OfSyllable(codePoint - SyllableBase, into);
        if (Decompositions.TryGetValue(codePoint, out int[]? left))
        {
            left.CopyTo(into);
            return left.Length;
        }
        if (CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.NonSpacingMark)
            return 0;
        into[0] = codePoint;
        return 1;
    }

    // The Unicode Standard, section 3.12, "Hangul syllable decomposition".
    private static int OfSyllable(int index, Span<int> into)
    {
        into[0] = LeadBase + (index / (Vowels * Tails));
        into[1] = VowelBase + (index % (Vowels * Tails) / Tails);
        int tail = index % Tails;
        if (tail == 0)
            return 2;
        into[2] = TailBase + tail;
        return 3;
    }

    private static FrozenDictionary<int, int[]> Read() => Table
        .Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries)
        .Select(entry => entry.Split('='))
        .ToFrozenDictionary(sides => Hexadecimal(sides[0]), sides => sides[1].Split('+').Select(Hexadecimal).ToArray());

    private static int Hexadecimal(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
