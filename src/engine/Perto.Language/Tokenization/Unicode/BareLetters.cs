using System.Collections.Frozen;
using System.Globalization;

namespace Perto.Language;

/// <summary>
/// What is left of a character when its canonical decomposition (NFD) is taken and the nonspacing marks (Mn) are left out: the letters
/// without their accents. Marks that take room of their own (Mc) are kept, and in the order of the text.
/// </summary>
internal static class BareLetters
{
    /// <summary>No character leaves more code points than this.</summary>
    public const int Most = 4;

    private static readonly FrozenDictionary<int, int[]> Left = Decompositions.Composed.ToFrozenDictionary(character => character, Bare);

    /// <summary>Writes what is left of <paramref name="codePoint"/> and returns how many code points that is; none for a mark.</summary>
    public static int Of(int codePoint, Span<int> into)
    {
        if (HangulSyllables.Contains(codePoint))
            return HangulSyllables.Decompose(codePoint, into);
        if (Left.TryGetValue(codePoint, out int[]? left))
        {
            left.CopyTo(into);
            return left.Length;
        }
        if (IsNonspacing(codePoint))
            return 0;
        into[0] = codePoint;
        return 1;
    }

    private static int[] Bare(int character)
    {
        Span<int> parts = stackalloc int[Decompositions.Most];
        int count = Decompositions.Of(character, compatible: false, parts);
        return [.. parts[..count].ToArray().Where(part => !IsNonspacing(part))];
    }

    private static bool IsNonspacing(int codePoint) => CharUnicodeInfo.GetUnicodeCategory(codePoint) == UnicodeCategory.NonSpacingMark;
}
