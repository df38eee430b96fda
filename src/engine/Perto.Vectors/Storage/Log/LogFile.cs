namespace Perto.Vectors.Storage;

/// <summary>A file of a log, to be read. It may be larger than a span.</summary>
internal sealed unsafe class LogFile : IDisposable
{
    private readonly IMappedFile _file;

    public LogFile(IFiles files, string name)
    {
        Name = name;
        _file = files.Map(name);
        ReadOnlySpan<byte> header = Bytes(0, (int)Math.Min(Length, LogFormat.HeaderBytes));
        HasHeader = header.Length == LogFormat.HeaderBytes && LogFormat.IsHeader(header);
        Seed = HasHeader ? LogFormat.Seed(header) : 0;
    }

    public string Name { get; }

    public long Length => _file.Length;

    /// <summary>Whether the file begins as every log does, and the checksum of its header is right.</summary>
    public bool HasHeader { get; }

    /// <summary>What the checksums of the frames start from.</summary>
    public uint Seed { get; }

    public ReadOnlySpan<byte> Header => Bytes(0, LogFormat.HeaderBytes);

    /// <summary>Bytes of the file; good until it is disposed.</summary>
    public ReadOnlySpan<byte> Bytes(long at, int count) =>
        at >= 0 && count >= 0 && count <= Length - at
            ? new ReadOnlySpan<byte>(_file.Pointer + at, count)
            : throw new ArgumentOutOfRangeException(nameof(at), at, $"at and count must lie within {Length} bytes; got {at} and {count}");

    /// <summary>The payload of a frame that was found whole.</summary>
    public ReadOnlySpan<byte> Payload(long at, LogFrame frame) => Bytes(at + LogFormat.FrameHeaderBytes, frame.PayloadBytes);

    /// <summary>Whether a whole frame with right checksums begins at <paramref name="at"/>.</summary>
    public bool HasFrame(long at, out LogFrame frame) =>
        HasFrameHeader(at, out frame)
        && LogFormat.HeaderChecksum(Bytes(at, LogFormat.FrameHeaderBytes), Seed) == frame.Checksum
        && IsWhole(at, frame, Bytes(at, LogFormat.FrameHeaderBytes));

    /// <summary>Whether the header of a frame that fits into the file may begin at <paramref name="at"/>; no checksum is looked at.</summary>
    public bool HasFrameHeader(long at, out LogFrame frame)
    {
        frame = default;
        if (Length - at < LogFormat.SmallestFrame)
            return false;
        frame = LogFrame.Parse(Bytes(at, LogFormat.FrameHeaderBytes));
        return Fits(at, frame);
    }

    /// <summary>Whether a frame would end within the file.</summary>
    public bool Fits(long at, LogFrame frame) => frame.HasPossibleLength && frame.Bytes <= Length - at;

    /// <summary>Whether the checksums behind a frame are those of <paramref name="header"/> and of what stands behind it in the file.</summary>
    public bool IsWhole(long at, LogFrame frame, ReadOnlySpan<byte> header) =>
        FrameChecksum.Of(Seed).Append(header).Append(Body(at, frame)).Value == WrittenChecksum(at, frame);

    /// <summary>The payload of a frame and the zeros behind it.</summary>
    public ReadOnlySpan<byte> Body(long at, LogFrame frame) => Bytes(at + LogFormat.FrameHeaderBytes, frame.Bytes - LogFormat.SmallestFrame);

    /// <summary>The checksums that stand behind a frame.</summary>
    public ulong WrittenChecksum(long at, LogFrame frame) =>
        BitConverter.ToUInt64(Bytes(at + frame.Bytes - LogFormat.ChecksumBytes, LogFormat.ChecksumBytes));

    public void Dispose() => _file.Dispose();
}
