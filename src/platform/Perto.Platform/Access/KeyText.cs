using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Perto.Numerics;

namespace Perto.Platform;

/// <summary>
/// The text of an API key: <c>perto_PREFIX_SECRET</c>. The prefix (8 of a-z, 0-9) is not secret and finds the key; the secret is 43 letters and
/// digits, 256 bits, and six more that check the whole, so that a scanner for secrets and a typing error are noticed without a database:
/// <c>perto_[a-z0-9]{8}_[0-9A-Za-z]{49}</c>.
/// </summary>
public static class KeyText
{
    /// <summary>How every key begins.</summary>
    public const string Start = "perto_";

    /// <summary>Characters of a key.</summary>
    public const int Length = 64;

    private const string PrefixCharacters = "abcdefghijklmnopqrstuvwxyz0123456789";
    private const string SecretCharacters = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int PrefixLength = 8;
    private const int CheckLength = 6;
    private const int SecretStart = 15;
    private const int SecretLength = Length - SecretStart - CheckLength;

    private static readonly SearchValues<char> InPrefix = SearchValues.Create(PrefixCharacters);
    private static readonly SearchValues<char> InSecret = SearchValues.Create(SecretCharacters);

    /// <summary>A new key.</summary>
    public static string New()
    {
        string text = $"{Start}{RandomNumberGenerator.GetString(PrefixCharacters, PrefixLength)}_{RandomNumberGenerator.GetString(SecretCharacters, SecretLength)}";
        return text + Check(text);
    }

    /// <summary>Whether <paramref name="text"/> has the form of a key, its check included. It may still be nobody's.</summary>
    public static bool IsKey(ReadOnlySpan<char> text) =>
        text.Length == Length
        && text.StartsWith(Start, StringComparison.Ordinal)
        && text[SecretStart - 1] == '_'
        && text[Start.Length..(SecretStart - 1)].IndexOfAnyExcept(InPrefix) < 0
        && text[SecretStart..].IndexOfAnyExcept(InSecret) < 0
        && text[^CheckLength..].SequenceEqual(Check(text[..^CheckLength]));

    /// <summary>The part of a key that may be shown: <c>k3v9x2ab</c>.</summary>
    public static string PrefixOf(string key) => key.Substring(Start.Length, PrefixLength);

    /// <summary>What is kept of a key.</summary>
    public static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));

    /// <summary>Whether a key with the form of one stands anywhere in <paramref name="text"/>.</summary>
    public static bool IsIn(ReadOnlySpan<char> text)
    {
        for (int at; (at = text.IndexOf(Start, StringComparison.Ordinal)) >= 0; text = text[(at + 1)..])
        {
            if (at + Length <= text.Length && IsKey(text.Slice(at, Length)))
                return true;
        }
        return false;
    }

    private static string Check(ReadOnlySpan<char> text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        uint rest = Crc32C.Of(bytes[..Encoding.ASCII.GetBytes(text, bytes)]);
        Span<char> check = stackalloc char[CheckLength];
        for (int place = CheckLength - 1; place >= 0; place--)
        {
            check[place] = SecretCharacters[(int)(rest % 62)];
            rest /= 62;
        }
        return new string(check);
    }
}
