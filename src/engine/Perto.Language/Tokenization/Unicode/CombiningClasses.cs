using System.Collections.Frozen;
using System.Globalization;

namespace Perto.Language;

/// <summary>Where marks stand on their letter: marks of different classes may change places (The Unicode Standard, section 3.11).</summary>
internal static partial class CombiningClasses
{
    private const int FirstMark = 0x300;

    private static readonly FrozenDictionary<int, byte> Classes = Read();

    /// <summary>The class of a character; 0 for a starter, which stays in its place.</summary>
    public static byte Of(int codePoint) => codePoint < FirstMark ? (byte)0 : Classes.GetValueOrDefault(codePoint);

    private static FrozenDictionary<int, byte> Read()
    {
        var classes = new Dictionary<int, byte>();
        foreach (string entry in Table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            string[] sides = entry.Split(':');
            int[] ends = [.. sides[1].Split('-').Select(digits => int.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))];
            for (int character = ends[0]; character <= ends[^1]; character++)
                classes.Add(character, byte.Parse(sides[0], CultureInfo.InvariantCulture));
        }

        return classes.ToFrozenDictionary();
    }
}
