namespace Perto.Language;

/// <summary>
/// Folding of characters, the same with and without the operating system's Unicode library: full-width Latin to ASCII, lower case, accents
/// that stand behind their letter joined with it or taken off.
/// </summary>
internal static class CharacterFolding
{
    private const char CombiningFirst = '\u0300';
    private const char CombiningLast = '\u036F';

    // From U+00E0 and from U+0100, a letter for each; '?' for what is no letter with an accent.
    private const string Latin1 = "aaaaaa?ceeeeiiii?nooooo?ouuuuy?y";
    private const string ExtendedA =
        "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiii??jjkkklllllllllln" +
        "nnnnnnnnoooooo??rrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

    private static readonly (char Mark, string Letters, string Joined)[] Compositions =
    [
        ('\u0300', "aeiou", "àèìòù"),
        ('\u0301', "aeiouy", "áéíóúý"),
        ('\u0302', "aeiou", "âêîôû"),
        ('\u0303', "ano", "ãñõ"),
        ('\u0308', "aeiouy", "äëïöüÿ"),
        ('\u030A', "a", "å"),
        ('\u0327', "c", "ç"),
    ];

    /// <summary>Writes a word in lower case, each accent joined with its letter.</summary>
    /// <param name="word">Any characters.</param>
    /// <param name="to">Where to; what does not fit is left out.</param>
    /// <returns>How many characters were written.</returns>
    public static int Lower(ReadOnlySpan<char> word, Span<char> to)
    {
        int length = 0;
        foreach (char given in word)
        {
            if (length == to.Length)
                break;
            char letter = given switch
            {
                '\u2019' => '\'',
                >= '\uFF01' and <= '\uFF5E' => char.ToLowerInvariant((char)(given - 0xFEE0)),
                _ => char.ToLowerInvariant(given),
            };
            if (letter is >= CombiningFirst and <= CombiningLast && length > 0 && Joined(to[length - 1], letter) is char joined)
                to[length - 1] = joined;
            else
                to[length++] = letter;
        }

        // Half of a pair that did not fit.
        return length > 0 && char.IsHighSurrogate(to[length - 1]) ? length - 1 : length;
    }

    /// <summary>Takes the accents off a word in lower case.</summary>

    /// <param name="length">How long the word is.</param>
    /// <param name="buffer">The word, and room behind it; letters that do not fit are left out.</param>
    /// <returns>How long it is now; 0 for a word of accents alone.</returns>
    public static int WithoutAccents(Span<char> buffer, int length)
    {
        if (System.Text.Ascii.IsValid(buffer[..length]))
            return length;
        Span<char> word = stackalloc char[length];
        buffer[..length].CopyTo(word);
        int count = 0;
        foreach (char letter in word)
        {
            if (letter is >= CombiningFirst and <= CombiningLast)
                continue;
            if (count == buffer.Length)
                break;
            if (Pair(letter) is { } pair)
            {
                if (count + 2 > buffer.Length)
                    break;
                pair.CopyTo(buffer[count..]);
                count += 2;
            }
            else
            {
                buffer[count++] = Plain(letter);
            }
        }
        return count;
    }

    private static char? Joined(char letter, char mark)
    {
        foreach ((char one, string letters, string joined) in Compositions)
        {
            if (one == mark && letters.IndexOf(letter) is >= 0 and int at)
                return joined[at];
        }
        return null;
    }

    private static string? Pair(char letter) => letter switch { 'æ' => "ae", 'œ' => "oe", 'ß' => "ss", 'þ' => "th", 'ĳ' => "ij", _ => null };

    private static char Plain(char letter)
    {
        char plain = letter switch
        {
            'ð' => 'd',
            'ø' => 'o',
            'ơ' => 'o',
            'ư' => 'u',
            >= '\u00E0' and <= '\u00FF' => Latin1[letter - '\u00E0'],
            >= '\u0100' and <= '\u017F' => ExtendedA[letter - '\u0100'],
            >= '\u1EA0' and <= '\u1EB7' => 'a',
            >= '\u1EB8' and <= '\u1EC7' => 'e',
            >= '\u1EC8' and <= '\u1ECB' => 'i',
            >= '\u1ECC' and <= '\u1EE3' => 'o',
            >= '\u1EE4' and <= '\u1EF1' => 'u',
            >= '\u1EF2' and <= '\u1EF9' => 'y',
            _ => '?',
        };
        return plain == '?' ? letter : plain;
    }
}
