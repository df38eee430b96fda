using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Perto.Language;

/// <summary>
/// Reads patterns: texts, and those regular expressions that real files have. They are not run as expressions, which a hostile text could
/// make slow, but recognised.
/// </summary>
internal static class PatternJson
{
    // What means something else in an expression than itself.
    private const string Special = @"\^$.|?*+()[]{}";

    private static readonly FrozenDictionary<string, Func<Rune, bool>> Classes = new Dictionary<string, Func<Rune, bool>>(StringComparer.Ordinal)
    {
        [@"\s"] = Rune.IsWhiteSpace,
        [@"\n"] = rune => rune.Value == '\n',
        [@"\r"] = rune => rune.Value == '\r',
        [@"\t"] = rune => rune.Value == '\t',
        [@"\p{L}"] = Rune.IsLetter,
        [@"\p{N}"] = Rune.IsNumber,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ITextPattern Read(JsonPlace place)
    {
        if (place.Has("Regex"))
            return Expression(place["Regex"]);
        string literal = place["String"].Text();
        return literal.Length > 0 ? new LiteralPattern(literal) : throw place["String"].Wrong("must not be empty");
    }

    private static ITextPattern Expression(JsonPlace place)
    {
        string expression = place.Text();
        if (WordPattern.Known.FirstOrDefault(pattern => pattern.Expression == expression) is { } known)
            return known;
        return TryRun(expression, out RunPattern? run)
            ? run
            : throw place.Wrong("must be the expression for words of GPT-2, GPT-4 or Qwen 2, or one character or class (\\s \\n \\r \\t "
                + "\\p{L} \\p{N}) as often as +, {2} or {2,} says");
    }

    private static bool TryRun(string expression, [NotNullWhen(true)] out RunPattern? run)
    {
        run = null;
        string? known = Classes.Keys.FirstOrDefault(name => expression.StartsWith(name, StringComparison.Ordinal));
        if (expression.Length == 0 || (known is null && (Special.Contains(expression[0]) || char.IsSurrogate(expression[0]))))
            return false;
        char literal = expression[0];
        Func<Rune, bool> kind = known is null ? rune => rune.Value == literal : Classes[known];
        if (!TryCount(expression.AsSpan(known?.Length ?? 1), out int least, out int most))
            return false;
        run = new RunPattern(kind, least, most);
        return true;
    }

    // Nothing, "+", "{2}" or "{2,}".
    private static bool TryCount(ReadOnlySpan<char> count, out int least, out int most)
    {
        least = most = 1;
        if (count.IsEmpty)
            return true;
        if (count is "+")
        {
            most = int.MaxValue;
            return true;
        }

        if (count is not ['{', .., '}'])
            return false;
        bool isOpen = count[^2] == ',';
        if (!int.TryParse(count[1..(isOpen ? ^2 : ^1)], NumberStyles.None, CultureInfo.InvariantCulture, out least) || least == 0)
            return false;
        most = isOpen ? int.MaxValue : least;
        return true;
    }
}
