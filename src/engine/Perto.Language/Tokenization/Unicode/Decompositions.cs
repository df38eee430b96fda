using System.Collections.Frozen;
using System.Globalization;

namespace Perto.Language;

/// <summary>
/// What characters are made of, and what two of them make together (The Unicode Standard, section 3.7). Kept here since a program
/// without culture data cannot normalise: there <see cref="string.Normalize()"/> gives its text back as it is.
/// </summary>
internal static partial class Decompositions
{
    /// <summary>The most code points that a character is made of: the ligature U+FDFA.</summary>
    public const int Most = 18;

    private static readonly FrozenDictionary<int, int[]> CanonicalSteps = Steps(CanonicalTable);
    private static readonly FrozenDictionary<int, int[]> CompatibleSteps = Steps(CompatibleTable);
    private static readonly FrozenDictionary<int, int[]> Canonical = Whole(CanonicalSteps.Keys, compatible: false);
    private static readonly FrozenDictionary<int, int[]> Compatible = Whole(CanonicalSteps.Keys.Concat(CompatibleSteps.Keys), compatible: true);
    private static readonly FrozenDictionary<long, int> Composites = Pairs();

    /// <summary>The characters, other than Hangul syllables, that are canonically made of others.</summary>
    public static IEnumerable<int> Composed => Canonical.Keys;

    /// <summary>Writes the full decomposition of a character, or the character itself, and returns how many code points that is.</summary>
    public static int Of(int codePoint, bool compatible, Span<int> into)
    {
        if (HangulSyllables.Contains(codePoint))
            return HangulSyllables.Decompose(codePoint, into);
        if ((compatible ? Compatible : Canonical).TryGetValue(codePoint, out int[]? parts))
        {
            parts.CopyTo(into);
            return parts.Length;
        }

        into[0] = codePoint;
        return 1;
    }

    /// <summary>The character that two make together, if there is one.</summary>
    public static bool TryCompose(int first, int second, out int composite) =>
        HangulSyllables.TryCompose(first, second, out composite) || Composites.TryGetValue(Pair(first, second), out composite);

    private static FrozenDictionary<int, int[]> Steps(string table)
    {
        var steps = new Dictionary<int, int[]>();
        foreach (string entry in Words(table))
        {
            string[] sides = entry.Split('=');
            int[] parts = [.. sides[1].Split('+').Select(Hexadecimal)];
            int[] ends = [.. sides[0].Split('-').Select(Hexadecimal)];
            for (int character = ends[0]; character <= ends[^1]; character++)
                steps.Add(character, character == ends[0] ? parts : [parts[0] + character - ends[0]]);
        }

        return steps.ToFrozenDictionary();
    }

    private static FrozenDictionary<int, int[]> Whole(IEnumerable<int> characters, bool compatible)
    {
        return characters.ToFrozenDictionary(character => character, character => Parts(character).ToArray());

        IEnumerable<int> Parts(int character) =>
            CanonicalSteps.TryGetValue(character, out int[]? step) || (compatible && CompatibleSteps.TryGetValue(character, out step))
                ? step.SelectMany(Parts)
                : [character];
    }

    private static FrozenDictionary<long, int> Pairs()
    {
        HashSet<int> never = [.. Words(NeverComposed).Select(Hexadecimal)];
        return CanonicalSteps
            .Where(step => step.Value.Length == 2 && !never.Contains(step.Key)
                && CombiningClasses.Of(step.Key) == 0 && CombiningClasses.Of(step.Value[0]) == 0)
            .ToFrozenDictionary(step => Pair(step.Value[0], step.Value[1]), step => step.Key);
    }

    private static long Pair(int first, int second) => ((long)first << 32) | (uint)second;

    private static string[] Words(string table) => table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);

    private static int Hexadecimal(string digits) => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
}
