using System.Globalization;
using System.Text;

namespace Perto.Language;

/// <summary>
/// The regular expressions by which GPT-2 and later models cut texts into words, as one scanner: each match looks at its own characters
/// and one more, so that no text takes longer than its length.
/// </summary>
internal sealed class WordPattern : ITextPattern
{
    private static readonly WordPattern[] All =
    [
        new() { Expression = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+" },
        new()
        {
            Expression = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
            IsLater = true,
            LongestNumber = 3,
        },
        new()
        {
            Expression = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+",
            IsLater = true,
            LongestNumber = 1,
        },
    ];

    private WordPattern()
    {
    }

    /// <summary>That of GPT-2.</summary>
    public static WordPattern Gpt2 => All[0];

    /// <summary>The expressions that can be read: of GPT-2, of GPT-4 (cl100k; Llama 3 too) and of Qwen 2.</summary>
    public static IEnumerable<WordPattern> Known => All;

    /// <summary>The regular expression.</summary>
    public required string Expression { get; init; }

    // GPT-4 and later: contractions in capitals, words that take any character before them, ends of line kept apart.
    private bool IsLater { get; init; }

    private int LongestNumber { get; init; } = int.MaxValue;

    public bool Find(ReadOnlySpan<char> text, int from, out int start, out int end)
    {
        // Every character belongs to a match.
        start = from;
        end = from < text.Length ? End(text, from) : from;
        return end > from;
    }

    private int End(ReadOnlySpan<char> text, int from)
    {
        if (text[from] == '\'' && Contraction(text[(from + 1)..]) is > 0 and int contraction)
            return from + 1 + contraction;

        LetterKind first = KindAt(text, from, out int units);
        int second = from + units;
        LetterKind next = second < text.Length ? KindAt(text, second, out _) : LetterKind.LineEnd;
        bool takesWord = IsLater ? first is LetterKind.Space or LetterKind.Other : text[from] == ' ';
        if (first == LetterKind.Letter || (takesWord && next == LetterKind.Letter))
            return Run(text, second, LetterKind.Letter, int.MaxValue);
        if (first == LetterKind.Number)
            return Run(text, second, LetterKind.Number, LongestNumber - 1);
        if (text[from] == ' ' && next == LetterKind.Number && !IsLater)
            return Run(text, second, LetterKind.Number, int.MaxValue);
        if (first == LetterKind.Other || (text[from] == ' ' && next == LetterKind.Other))
        {
            int end = Run(text, second, LetterKind.Other, int.MaxValue);
            return IsLater ? Run(text, end, LetterKind.LineEnd, int.MaxValue) : end;
        }

        return SpaceEnd(text, from);
    }

    // "\s*[\r\n]+", "\s+(?!\S)", "\s+": to the last end of line; else all but the last, which goes with the word after it; else one.
    private int SpaceEnd(ReadOnlySpan<char> text, int from)
    {
        int end = from;
        while (end < text.Length && char.IsWhiteSpace(text[end]))
            end++;
        if (IsLater && text[from..end].LastIndexOfAny('\r', '\n') is >= 0 and int line)
            return from + line + 1;
        return end == text.Length || end == from + 1 ? end : end - 1;
    }

    // How long the letters of a contraction are, without the apostrophe before them; 0 for none.
    private int Contraction(ReadOnlySpan<char> rest)
    {
        return (Letter(rest, 0), Letter(rest, 1)) switch
        {
            ('s' or 't' or 'm' or 'd', _) => 1,
            ('r' or 'v', 'e') or ('l', 'l') => 2,
            // The long s is a small form of "S" too.
            ('\u017F', _) when IsLater => 1,
            _ => 0,
        };

        char Letter(ReadOnlySpan<char> text, int at) =>
            at >= text.Length ? '\0' : IsLater ? char.ToLowerInvariant(text[at]) : text[at];
    }

    private static int Run(ReadOnlySpan<char> text, int from, LetterKind kind, int most)
    {
        int end = from;
        for (int count = 0; count < most && end < text.Length && KindAt(text, end, out int units) == kind; count++)
            end += units;
        return end;
    }

    private static LetterKind KindAt(ReadOnlySpan<char> text, int at, out int units)
    {
        char unit = text[at];
        units = 1;
        if (char.IsAscii(unit))
        {
            return char.IsAsciiLetter(unit) ? LetterKind.Letter
                : char.IsAsciiDigit(unit) ? LetterKind.Number
                : unit is '\r' or '\n' ? LetterKind.LineEnd
                : char.IsWhiteSpace(unit) ? LetterKind.Space
                : LetterKind.Other;
        }

        _ = Rune.DecodeFromUtf16(text[at..], out Rune rune, out units);
        return Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => LetterKind.Letter,
            UnicodeCategory.DecimalDigitNumber or UnicodeCategory.LetterNumber or UnicodeCategory.OtherNumber => LetterKind.Number,
            _ => Rune.IsWhiteSpace(rune) ? LetterKind.Space : LetterKind.Other,
        };
    }
}
