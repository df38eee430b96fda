using System.Buffers.Binary;
using Perto.Numerics;

namespace Perto.Platform;

/// <summary>
/// All that is known of an entity in one row of bytes, so that one read gives every view of it: <c>PF</c>, the layout's number, the number of
/// blocks, the blocks, and a CRC-32C of everything before it. Little-endian.
/// </summary>
/// <remarks>A block: 4 bytes of view, 4 of length, 8 of event time, 8 of write order, and the values.</remarks>
internal static class PackedRow
{
    private const ushort Magic = 0x4650;
    private const byte Layout = 1;
    private const int HeaderBytes = 4;
    private const int BlockBytes = 24;
    private const int ChecksumBytes = 4;
    private const int MaxBlocks = byte.MaxValue;

    /// <summary>A row without blocks.</summary>
    public static byte[] Empty { get; } = Compose([]);

    /// <summary>The row of some blocks.</summary>
    /// <exception cref="ConflictException">They are too many.</exception>
    public static byte[] Compose(IReadOnlyCollection<PackedBlock> blocks)
    {
        if (blocks.Count > MaxBlocks)
            throw new ConflictException("too_many_views", $"An entity can have values of at most {MaxBlocks} views");
        byte[] row = new byte[HeaderBytes + blocks.Sum(block => BlockBytes + block.Values.Length) + ChecksumBytes];
        BinaryPrimitives.WriteUInt16LittleEndian(row, Magic);
        row[2] = Layout;
        row[3] = (byte)blocks.Count;
        Span<byte> rest = row.AsSpan(HeaderBytes);
        foreach (PackedBlock block in blocks)
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, block.View);
            BinaryPrimitives.WriteInt32LittleEndian(rest[4..], block.Values.Length);
            BinaryPrimitives.WriteInt64LittleEndian(rest[8..], block.EventAt);
            BinaryPrimitives.WriteInt64LittleEndian(rest[16..], block.WriteOrder);
            block.Values.Span.CopyTo(rest[BlockBytes..]);
            rest = rest[(BlockBytes + block.Values.Length)..];
        }
        BinaryPrimitives.WriteUInt32LittleEndian(rest, Crc32C.Of(row.AsSpan(0, row.Length - ChecksumBytes)));
        return row;
    }

    /// <summary>Whether bytes from outside of the process are a row as it was written.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> row) =>
        row.Length >= HeaderBytes + ChecksumBytes
        && BinaryPrimitives.ReadUInt16LittleEndian(row) == Magic
        && row[2] == Layout
        && BinaryPrimitives.ReadUInt32LittleEndian(row[^ChecksumBytes..]) == Crc32C.Of(row[..^ChecksumBytes]);

    /// <summary>Finds the block of a view.</summary>
    public static bool TryFind(ReadOnlyMemory<byte> row, int view, out PackedBlock block)
    {
        ReadOnlySpan<byte> bytes = row.Span;
        int at = HeaderBytes;
        for (int i = bytes.Length == 0 ? 0 : bytes[3]; i > 0; i--)
        {
            ReadOnlySpan<byte> head = bytes.Slice(at, BlockBytes);
            int length = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
            if (BinaryPrimitives.ReadInt32LittleEndian(head) == view)
            {
                block = new PackedBlock(
                    view, BinaryPrimitives.ReadInt64LittleEndian(head[8..]), BinaryPrimitives.ReadInt64LittleEndian(head[16..]), row.Slice(at + BlockBytes, length));
                return true;
            }
            at += BlockBytes + length;
        }
        block = default;
        return false;
    }

    /// <summary>All blocks of a row.</summary>
    public static Dictionary<int, PackedBlock> Blocks(ReadOnlyMemory<byte> row)
    {
        Dictionary<int, PackedBlock> blocks = [];
        int at = HeaderBytes;
        for (int i = row.Length == 0 ? 0 : row.Span[3]; i > 0; i--)
        {
            ReadOnlySpan<byte> head = row.Span.Slice(at, BlockBytes);
            int view = BinaryPrimitives.ReadInt32LittleEndian(head);
            int length = BinaryPrimitives.ReadInt32LittleEndian(head[4..]);
            blocks[view] = new PackedBlock(
                view, BinaryPrimitives.ReadInt64LittleEndian(head[8..]), BinaryPrimitives.ReadInt64LittleEndian(head[16..]), row.Slice(at + BlockBytes, length));
            at += BlockBytes + length;
        }
        return blocks;
    }
}
