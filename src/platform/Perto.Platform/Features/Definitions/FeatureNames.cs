using System.Buffers;
using System.Text;
using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Rules of names and keys.</summary>
internal static class FeatureNames
{
    public const int MaxWords = 1_000;
    private const int MaxLength = 64;
    private const string Rule = "1 to 64 of a-z, 0-9 and '_', beginning with a letter";
    private static readonly SearchValues<char> Accepted = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_");

    /// <summary>Checks the name of a view, an entity, a feature, an event or a field.</summary>
    /// <exception cref="InvalidValueException">It breaks the rule.</exception>
    public static string Require(string field, string? name) =>
        name is { Length: > 0 and <= MaxLength } && char.IsAsciiLetterLower(name[0]) && name.AsSpan().IndexOfAnyExcept(Accepted) < 0
            ? name
            : throw new InvalidValueException(field, name, Rule, $"{field} must be {Rule}");

    /// <summary>Checks the key of an entity, or the id of an event.</summary>
    /// <exception cref="InvalidValueException">It is empty, too long or has control characters.</exception>
    public static string RequireKey(string field, string? key) =>
        IsKey(key)
            ? key!
            : throw new InvalidValueException(
                field, key, $"1..{VectorRecord.MaxIdBytes} bytes of UTF-8", $"{field} must be 1 to {VectorRecord.MaxIdBytes} bytes of UTF-8 without control characters");

    /// <summary>Whether <see cref="RequireKey"/> takes it.</summary>
    public static bool IsKey(string? key) =>
        key is { Length: > 0 and <= VectorRecord.MaxIdBytes }
        && IsWellFormed(key)
        && Encoding.UTF8.GetByteCount(key) <= VectorRecord.MaxIdBytes
        && !key.AsSpan().ContainsAnyInRange('\0', '\u001f')
        && !key.AsSpan().ContainsAnyInRange('\u007f', '\u009f');

    /// <summary>Checks a description or an owner.</summary>
    /// <exception cref="InvalidValueException">It is too long.</exception>
    public static void RequireWords(string field, string? words)
    {
        if (words is { Length: > MaxWords } || (words is not null && !IsWellFormed(words)))
            throw new InvalidValueException(field, words, $"at most {MaxWords} characters", $"{field} must be well-formed text of at most {MaxWords} characters");
    }

    /// <summary>Whether a text can be written as UTF-8 and by PostgreSQL: no half surrogates and no NUL.</summary>
    public static bool IsWellFormed(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\0' || (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i]))))
                return false;
        }
        return true;
    }
}
