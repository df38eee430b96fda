using System.Buffers.Text;
using System.Text;

namespace Perto.Vectors.Storage;

/// <summary>
/// A cursor is the last id of a page, so that it stays good whatever is written between pages. The first character is the version of its
/// form.
/// </summary>
internal static class ScrollCursor
{
    private const char Version = '1';
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string Write(string lastId) => Version + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(lastId));

    /// <exception cref="VectorStoreException">It is no cursor.</exception>
    public static string Read(string cursor)
    {
        try
        {
            // No id is empty.
            if (cursor.Length > 1 && cursor[0] == Version)
                return Strict.GetString(Base64Url.DecodeFromChars(cursor.AsSpan(1)));
        }
        catch (Exception fault) when (fault is FormatException or DecoderFallbackException)
        {
            throw Refusal(cursor, fault);
        }
        throw Refusal(cursor, fault: null);
    }

    private static VectorStoreException Refusal(string cursor, Exception? fault) =>
        new("cursor", cursor, "the cursor of a page before", fault);
}
