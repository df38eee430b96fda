using System.Globalization;
using System.Text;

namespace Perto.Language;

/// <summary>
/// What BERT makes of each character before it looks for pieces: Hugging Face's <c>BertNormalizer</c> and <c>BertPreTokenizer</c>
/// (tokenizers/src/normalizers/bert.rs, pre_tokenizers/bert.rs) in one step. Both work on one character at a time, so that their whole
/// effect on the basic plane is a table, made once.
/// </summary>
internal sealed class BertCharacters
{
    /// <summary>The most code points that <see cref="Expand"/> writes.</summary>
    public const int MostParts = 2 * BareLetters.Most;

    private const int Plane = 0x10000;
    private const int CapitalDottedI = 0x130, CombiningDotAbove = 0x307;

    private readonly bool _cleanText, _spaceIdeographs, _stripAccents, _lowerCase;
    private readonly uint[] _table = new uint[Plane];

    public BertCharacters(bool cleanText, bool spaceIdeographs, bool stripAccents, bool lowerCase)
    {
        _cleanText = cleanText;
        _spaceIdeographs = spaceIdeographs;
        _stripAccents = stripAccents;
        _lowerCase = lowerCase;
        for (int codePoint = 0; codePoint < Plane; codePoint++)
        {
            if (Rune.IsValid(codePoint))
                _table[codePoint] = Entry(codePoint);
        }
    }

    /// <summary>The kind of a character of the basic plane that is no surrogate, and the character that takes its place.</summary>
    public CharacterKind Look(char character, out char becomes)
    {
        uint entry = _table[character];
        becomes = (char)entry;
        return (CharacterKind)(entry >> 16);
    }

    /// <summary>
    /// Writes the code points that take the place of <paramref name="codePoint"/> and returns how many; <paramref name="apart"/> tells
    /// that they have a space before and after them. A space is written as a space.
    /// </summary>
    public int Expand(int codePoint, Span<int> parts, out bool apart)
    {
        apart = false;
        if (_cleanText && IsUnclean(codePoint))
            return 0;
        if (Rune.IsWhiteSpace(new Rune(codePoint)))
        {
            parts[0] = ' ';
            return 1;
        }

        apart = _spaceIdeographs && IsIdeograph(codePoint);
        Span<int> letters = stackalloc int[BareLetters.Most];
        letters[0] = codePoint;
        int count = _stripAccents ? BareLetters.Of(codePoint, letters) : 1;
        int written = 0;
        foreach (int letter in letters[..count])
        {
            parts[written++] = _lowerCase ? Lower(letter) : letter;
            // The one character whose small form is two: "İ" keeps its dot.
            if (_lowerCase && letter == CapitalDottedI)
                parts[written++] = CombiningDotAbove;
        }

        return written;
    }

    /// <summary>ASCII that is neither letter, digit, space nor control, and the punctuation of Unicode (P*).</summary>
    public static bool IsPunctuation(int codePoint) => codePoint < 128
        ? codePoint is (>= '!' and <= '/') or (>= ':' and <= '@') or (>= '[' and <= '`') or (>= '{' and <= '~')
        : CharUnicodeInfo.GetUnicodeCategory(codePoint) is UnicodeCategory.ConnectorPunctuation or UnicodeCategory.DashPunctuation
            or UnicodeCategory.OpenPunctuation or UnicodeCategory.ClosePunctuation or UnicodeCategory.InitialQuotePunctuation
            or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OtherPunctuation;

    private uint Entry(int codePoint)
    {
        Span<int> parts = stackalloc int[MostParts];
        int count = Expand(codePoint, parts, out bool apart);
        if (count == 0)
            return Entry(apart ? CharacterKind.Space : CharacterKind.Dropped, 0);
        if (count > 1 || parts[0] >= Plane)
            return Entry(CharacterKind.Several, 0);
        CharacterKind kind = Rune.IsWhiteSpace(new Rune(parts[0])) ? CharacterKind.Space
            : apart || IsPunctuation(parts[0]) ? CharacterKind.Alone
            : CharacterKind.Letter;
        return Entry(kind, parts[0]);
    }

    private static uint Entry(CharacterKind kind, int becomes) => ((uint)kind << 16) | (uint)becomes;

    private static int Lower(int codePoint) => codePoint == CapitalDottedI ? 'i' : Rune.ToLowerInvariant(new Rune(codePoint)).Value;

    private static bool IsUnclean(int codePoint) => codePoint is 0 or 0xFFFD
        || (codePoint is not ('\t' or '\n' or '\r') && CharUnicodeInfo.GetUnicodeCategory(codePoint)
            is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.PrivateUse);

    // The gap from 2B820 to 2B91F is in the source too: models were trained with it.
    private static bool IsIdeograph(int codePoint) => codePoint is (>= 0x4E00 and <= 0x9FFF) or (>= 0x3400 and <= 0x4DBF)
        or (>= 0x20000 and <= 0x2A6DF) or (>= 0x2A700 and <= 0x2B73F) or (>= 0x2B740 and <= 0x2B81F) or (>= 0x2B920 and <= 0x2CEAF)
        or (>= 0xF900 and <= 0xFAFF) or (>= 0x2F800 and <= 0x2FA1F);
}
