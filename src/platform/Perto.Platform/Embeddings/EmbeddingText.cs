using System.Security.Cryptography;
using System.Text;
using Perto.Language;

namespace Perto.Platform;

/// <summary>A text in the form in which it is embedded and found again: composed (NFC), white space as single spaces, none at the ends, case kept.</summary>
internal static class EmbeddingText
{
    private const int HashedOnStack = 1_024;

    /// <summary>The form of a text.</summary>
    /// <exception cref="InvalidValueException">It is empty or white space only, too long, has half of a surrogate pair, or U+0000.</exception>
    public static string Normalize(string? text, string field)
    {
        if (string.IsNullOrWhiteSpace(text))
            throw new InvalidValueException(field, text, "a text that is not empty", $"{field} must be a text that is not empty");
        if (text.Length > EmbeddingRequest.MaxCharacters)
            throw InvalidValueException.OutOfRange($"length of {field}", text.Length, 1, EmbeddingRequest.MaxCharacters);
        if (IsPlain(text))
            return text;
        if (HasHalfPair(text))
            throw new InvalidValueException(field, "half of a surrogate pair", "well-formed Unicode", $"{field} must be well-formed Unicode; it has half of a surrogate pair");
        // No database for people's texts takes it.
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new InvalidValueException(field, "U+0000", "a text without U+0000", $"{field} must not have the character U+0000");
        return string.Join(' ', ComposedText.Of(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    /// <summary>SHA-256 of a text, as 43 characters.</summary>
    public static string Hash(string normalized)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (Encoding.UTF8.GetMaxByteCount(normalized.Length) <= HashedOnStack)
        {
            Span<byte> bytes = stackalloc byte[HashedOnStack];
            SHA256.HashData(bytes[..Encoding.UTF8.GetBytes(normalized, bytes)], hash);
        }
        else
        {
            SHA256.HashData(Encoding.UTF8.GetBytes(normalized), hash);
        }
        return System.Buffers.Text.Base64Url.EncodeToString(hash);
    }

    /// <summary>The beginning of a text, never half of a surrogate pair.</summary>
    public static string Head(string text, int characters)
    {
        if (text.Length <= characters)
            return text;
        return text[..(characters > 0 && char.IsHighSurrogate(text[characters - 1]) ? characters - 1 : characters)];
    }

    // Most texts are ASCII with single spaces, which are their own form.
    private static bool IsPlain(string text)
    {
        bool space = true;
        foreach (char c in text)
        {
            if (c == ' ')
            {
                if (space)
                    return false;
                space = true;
                continue;
            }
            if (c is < '!' or > '~')
                return false;
            space = false;
        }
        return !space;
    }

    private static bool HasHalfPair(string text)
    {
        for (int i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                i++;
            else
                return true;
        }
        return false;
    }
}
