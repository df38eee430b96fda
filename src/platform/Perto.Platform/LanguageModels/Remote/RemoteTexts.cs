using System.Globalization;
using System.Text;

namespace Perto.Platform;

/// <summary>Checks texts before they are sent, and splits them into requests.</summary>
internal static class RemoteTexts
{
    /// <summary>Characters that a token of English has.</summary>
    public const int CharactersOfToken = 4;

    /// <summary>The texts as a list; services refuse empty ones, or make vectors of them that mean nothing.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="field">What they are called.</param>
    /// <param name="longest">The longest that is taken, in bytes of UTF-8.</param>
    /// <exception cref="InvalidValueException">A text is empty, blank or too long; the error names its index.</exception>
    public static IReadOnlyList<string> Checked(IEnumerable<string> texts, string field, int longest = int.MaxValue)
    {
        IReadOnlyList<string> list = texts as IReadOnlyList<string> ?? [.. texts];
        for (int at = 0; at < list.Count; at++)
        {
            if (string.IsNullOrWhiteSpace(list[at]))
                throw new InvalidValueException($"{field}[{at}]", list[at], "a text that is not empty", $"{field}[{at}] must be a text that is not empty");
            if (longest < int.MaxValue && Encoding.UTF8.GetByteCount(list[at]) > longest)
                throw TooLong($"{field}[{at}]", list[at], longest);
        }
        return list;
    }

    /// <summary>Splits texts, in order, so that no part has more than so many texts and bytes of UTF-8; a text that is longer by itself is a part of its own.</summary>
    public static IEnumerable<IReadOnlyList<string>> Split(IReadOnlyList<string> texts, int mostTexts, int mostBytes)
    {
        List<string> part = [];
        long bytes = 0;
        foreach (string text in texts)
        {
            int length = Encoding.UTF8.GetByteCount(text);
            if (part.Count > 0 && (part.Count == mostTexts || bytes + length > mostBytes))
            {
                yield return part;
                part = [];
                bytes = 0;
            }
            part.Add(text);
            bytes += length;
        }
        if (part.Count > 0)
            yield return part;
    }

    /// <summary>About how many tokens texts have: a token has about four characters in English.</summary>
    public static long Tokens(IReadOnlyList<string> texts)
    {
        long characters = 0;
        foreach (string text in texts)
            characters += text.Length;
        return Tokens(characters) + texts.Count;
    }

    /// <inheritdoc cref="Tokens(IReadOnlyList{string})"/>
    public static long Tokens(long characters) => characters / CharactersOfToken;

    private static InvalidValueException TooLong(string field, string text, int longest)
    {
        string rule = string.Create(CultureInfo.InvariantCulture, $"a text of at most {longest} bytes of UTF-8, about {Tokens(longest)} tokens, as the model reads no more");
        string given = string.Create(CultureInfo.InvariantCulture, $"{Encoding.UTF8.GetByteCount(text)} bytes");
        return new InvalidValueException(field, given, rule, $"{field} must be {rule}; got {given}");
    }
}
