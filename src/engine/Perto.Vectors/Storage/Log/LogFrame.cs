using System.Buffers.Binary;

namespace Perto.Vectors.Storage;

/// <summary>The header of a frame.</summary>
/// <param name="Length">Bytes of the payload, or <see cref="LogFormat.End"/>.</param>
/// <param name="Checksum">CRC-32C of the other fields.</param>
/// <param name="Sequence">Sequence of the record; of the next one in an end mark.</param>
/// <param name="Settled">Bytes of the file that were on the disk when the frame was written.</param>
internal readonly record struct LogFrame(uint Length, uint Checksum, long Sequence, long Settled)
{
    public bool IsEnd => Length == LogFormat.End;

    public int PayloadBytes => IsEnd ? 0 : (int)Length;

    public int Bytes => LogFormat.SmallestFrame + LogFormat.Padded(PayloadBytes);

    public bool HasPossibleLength => Length is LogFormat.End or <= LogFormat.MaxPayloadBytes;

    public static LogFrame Parse(ReadOnlySpan<byte> header) => new(
        BinaryPrimitives.ReadUInt32LittleEndian(header),
        BinaryPrimitives.ReadUInt32LittleEndian(header[4..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[8..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[16..]));
}
