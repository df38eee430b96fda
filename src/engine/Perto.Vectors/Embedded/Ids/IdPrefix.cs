using System.Buffers.Binary;

namespace Perto.Vectors;

/// <summary>
/// The first eight bytes of an id as a number, so that most comparisons take no look at the text: ids with different prefixes are in the
/// order of their prefixes. Ids are ordered as UTF-8, which is the order of code points and of PostgreSQL's collation "C".
/// </summary>
internal static class IdPrefix
{
    public static ulong Of(ReadOnlySpan<byte> id)
    {
        if (id.Length >= sizeof(ulong))
            return BinaryPrimitives.ReadUInt64BigEndian(id);
        // Zero stands behind a short id; no id contains it.
        Span<byte> padded = stackalloc byte[sizeof(ulong)];
        padded.Clear();
        id.CopyTo(padded);
        return BinaryPrimitives.ReadUInt64BigEndian(padded);
    }
}
