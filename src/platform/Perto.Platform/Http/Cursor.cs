using System.Buffers.Text;
using System.Text;

namespace Perto.Platform;

/// <summary>
/// An opaque place in a list: the key after which the next page begins. Callers hand it back and do not look inside.
/// </summary>
public static class Cursor
{
    private const string Version = "1:";
    private const int MaxLength = 2_048;

    /// <summary>A cursor for the last key of a page.</summary>
    public static string Encode(string key) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(Version + key));

    /// <summary>The key in a cursor; null for no cursor.</summary>
    /// <exception cref="InvalidValueException">It is not a cursor that this program gave.</exception>
    public static string? Decode(string? cursor)
    {
        if (string.IsNullOrEmpty(cursor))
            return null;
        if (cursor.Length <= MaxLength && Base64Url.IsValid(cursor))
        {
            string text = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor));
            if (text.StartsWith(Version, StringComparison.Ordinal))
                return text[Version.Length..];
        }

        throw new InvalidValueException("cursor", cursor, "next_cursor of the page before", "cursor must be the next_cursor of the page before");
    }
}
