using System.Security.Cryptography;
using System.Text;

namespace Perto.Qdrant;

/// <summary>
/// Ids of points. Qdrant takes numbers and UUIDs, and ours are texts: a point's id is the version 5 UUID of the record's (RFC 9562, section 5.5),
/// and the text stands in its payload.
/// </summary>
internal static class PointId
{
    // Made once, for this use alone.
    private static readonly Guid Space = new("5f0c9a4e-6f0b-4f3e-9d5c-0b6a3c1d7e52");

    /// <summary>The id of the point of a record.</summary>
    public static Guid Of(string recordId)
    {
        byte[] text = new byte[16 + Encoding.UTF8.GetByteCount(recordId)];
        Space.TryWriteBytes(text, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(recordId, text.AsSpan(16));
        Span<byte> hash = stackalloc byte[SHA1.HashSizeInBytes];
        // Version 5 is defined by SHA-1; nothing is secured by it.
#pragma warning disable CA5350
        SHA1.HashData(text, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }
}
