using System.Numerics;

namespace Perto.Vectors.Storage;

/// <summary>
/// Tells damage from the torn end that a crash leaves. Both are bytes that make no frame; what was acknowledged was on the disk, so there is
/// damage if a later frame says that these bytes were settled, or if one flipped byte explains them.
/// </summary>
/// <remarks>
/// A torn end is taken for a flipped byte in two cases: by chance, once in 2^64 / (255 x bytes of the frame) torn frames; and when the part
/// that the disk lost, which reads as zeros, held a single byte that was not zero.
/// </remarks>
internal static class LogDamage
{
    /// <summary>What is wrong with the bytes at <paramref name="at"/>, where a frame should begin; null if a crash may have left them.</summary>
    public static string? At(LogFile file, long at, long sequence)
    {
        if (WitnessBehind(file, at, sequence) is { } witness)
            return $"record {sequence} cannot be read, and the frame at byte {witness} says that it was on the disk";
        if (OneFlippedByte(file, at))
            return $"record {sequence} does not match its checksums, and would with one byte changed";
        return null;
    }

    // Frames stand at multiples of 8. The fields are looked at before their checksum, which chance bytes seldom come to.
    private static long? WitnessBehind(LogFile file, long at, long sequence)
    {
        for (long behind = at + 8; behind <= file.Length - LogFormat.SmallestFrame; behind += 8)
        {
            if (file.HasFrameHeader(behind, out LogFrame frame) && frame.Settled > at && frame.Settled <= behind && frame.Sequence >= sequence
                && file.HasFrame(behind, out _))
            {
                return behind;
            }
        }

        return null;
    }

    private static bool OneFlippedByte(LogFile file, long at)
    {
        if (file.Length - at < LogFormat.SmallestFrame)
            return false;
        ReadOnlySpan<byte> header = file.Bytes(at, LogFormat.FrameHeaderBytes);
        LogFrame frame = LogFrame.Parse(header);
        if (LogFormat.HeaderChecksum(header, file.Seed) != frame.Checksum)
            return OneFlippedByteInHeader(file, at);
        return file.Fits(at, frame) && OneFlippedByteInBody(file, at, frame);
    }

    private static bool OneFlippedByteInHeader(LogFile file, long at)
    {
        Span<byte> header = stackalloc byte[LogFormat.FrameHeaderBytes];
        file.Bytes(at, header.Length).CopyTo(header);
        for (int i = 0; i < header.Length; i++)
        {
            for (int flip = 1; flip < 256; flip++)
            {
                header[i] ^= (byte)flip;
                LogFrame frame = LogFrame.Parse(header);
                bool right = LogFormat.HeaderChecksum(header, file.Seed) == frame.Checksum && file.Fits(at, frame) && file.IsWhole(at, frame, header);
                header[i] ^= (byte)flip;
                if (right)
                    return true;
            }
        }

        return false;
    }

    private static bool OneFlippedByteInBody(LogFile file, long at, LogFrame frame)
    {
        ReadOnlySpan<byte> header = file.Bytes(at, LogFormat.FrameHeaderBytes);
        ReadOnlySpan<byte> body = file.Body(at, frame);
        ulong written = file.WrittenChecksum(at, frame);
        FrameChecksum start = FrameChecksum.Of(file.Seed).Append(header);
        ulong difference = start.Append(body).Value ^ written;

        // One of the checksums holds: the other itself was hit.
        if ((uint)difference == 0 || difference >> 32 == 0)
            return (BitOperations.TrailingZeroCount(difference) >> 3) == (63 - BitOperations.LeadingZeroCount(difference)) >> 3;

        // A CRC is linear: the difference is what the flipped bits alone would give, moved past the zeros behind them. It is moved back, byte
        // by byte; where it becomes one byte, flipping that byte would make the CRC right.
        Span<uint> step = stackalloc uint[256];
        Span<byte> back = stackalloc byte[256];
        for (int value = 0; value < step.Length; value++)
        {
            step[value] = BitOperations.Crc32C(0, (byte)value);
            back[(int)(step[value] >> 24)] = (byte)value;
        }

        uint moved = (uint)difference;
        byte[]? repaired = null;
        for (int i = body.Length - 1; i >= 0; i--)
        {
            byte low = back[(int)(moved >> 24)];
            moved = ((moved ^ step[low]) << 8) | low;
            if (moved > byte.MaxValue)
                continue;
            repaired ??= body.ToArray();
            repaired[i] ^= (byte)moved;
            bool right = start.Append(repaired).Value == written;
            repaired[i] ^= (byte)moved;
            if (right)
                return true;
        }

        return false;
    }
}
