using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Perto.Pinecone;

/// <summary>
/// Ids as Pinecone takes them: up to 512 characters of ASCII. What is written otherwise keeps its place in the order of code points, because Pinecone
/// lists ids in the order of their bytes.
/// </summary>
/// <remarks>
/// Bytes of UTF-8 from <c>"</c> to <c>}</c> stand for themselves, lower ones are <c>!</c> and two hexadecimal digits, higher ones <c>~</c> and two. An id
/// that would be too long is cut and ends with <c>~~</c> and its hash; the id itself is then among the metadata.
/// </remarks>
internal static class RecordId
{
    /// <summary>Ids that are equal this far may be listed in another order than theirs.</summary>
    public const int Sorted = Longest - 2 - HashCharacters;

    private const int Longest = 512;
    private const int HashCharacters = 43;
    private const string Cut = "~~";

    /// <summary>The id as it is sent.</summary>
    public static string Encode(string id)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(id);
        StringBuilder text = new(bytes.Length);
        foreach (byte b in bytes)
        {
            if (b is >= (byte)'"' and <= (byte)'}')
                text.Append((char)b);
            else
                text.Append(b < (byte)'"' ? '!' : '~').Append(Digit(b >> 4)).Append(Digit(b & 15));
        }
        if (text.Length <= Longest)
            return text.ToString();
        text.Length = Sorted;
        return text.Append(Cut).Append(Base64Url.EncodeToString(SHA256.HashData(bytes))).ToString();
    }

    /// <summary>The id that was encoded; <see langword="null"/> where that is among the metadata only.</summary>
    public static string? Decode(string sent)
    {
        if (!sent.AsSpan().ContainsAny('!', '~'))
            return sent;
        byte[] bytes = new byte[sent.Length];
        int count = 0;
        int at = 0;
        while (at < sent.Length)
        {
            if (sent[at] is not ('!' or '~'))
            {
                bytes[count++] = (byte)sent[at++];
                continue;
            }
            if (at + 2 >= sent.Length || !byte.TryParse(sent.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out bytes[count++]))
                return null;
            at += 3;
        }
        return Encoding.UTF8.GetString(bytes, 0, count);
    }

    private static char Digit(int value) => (char)(value < 10 ? '0' + value : 'a' + value - 10);
}
