namespace Perto.Vectors.Storage;

/// <summary>Reads the files of a log in order, and leaves them so that a new file may follow.</summary>
/// <param name="files">Where they are.</param>
/// <param name="folder">Folder of the log.</param>
/// <param name="reader">Takes the records.</param>
/// <param name="settles">Whether a new file is to follow: if not, the files stay as they are.</param>
internal sealed class LogReplay(IFiles files, string folder, LogReader reader, bool settles)
{
    private const string Records = "records";
    private const int PieceBytes = 1 << 20;
    private long _records;
    private long _firstSequence;
    private long _nextSequence;
    private long _bytes;
    private long _settled;
    private bool _tornTail;

    public ReplayResult Run(long fromNumber)
    {
        List<long> numbers = LogFileName.NumbersIn(files, folder);
        long last = numbers.Count == 0 ? 0 : numbers[^1];
        foreach (long number in numbers.Where(number => number >= fromNumber))
        {
            string name = LogFileName.Of(folder, number);
            long end = Read(name, number, number == last);
            _bytes += end;

            if (settles && number == last)
                Settle(name, end);
        }

        return new ReplayResult(_records, _firstSequence, Math.Max(0, _nextSequence - 1), last, _bytes, _tornTail);
    }

    /// <summary>Says where the good part of a file ends.</summary>
    private long Read(string name, long number, bool isLast)
    {
        using var file = new LogFile(files, name);
        _settled = 0;
        if (!file.HasHeader)
            return EndWithoutHeader(file, isLast);
        CheckHeader(file, number);
        long at = LogFormat.HeaderBytes;
        while (at < file.Length)
        {
            if (!file.HasFrame(at, out LogFrame frame))
            {
                string? damage = isLast
                    ? LogDamage.At(file, at, _nextSequence)
                    : $"record {_nextSequence} cannot be read, and a later file says that it was on the disk";
                if (damage is not null)
                    throw new DamagedFileException(name, Records, at, damage);
                _tornTail = true;
                return at;
            }

            _settled = Math.Max(_settled, frame.Settled);
            if (frame.Sequence != _nextSequence)
                throw new DamagedFileException(name, Records, at, $"record {frame.Sequence} stands where {_nextSequence} should");
            if (frame.IsEnd)
                return EndOf(file, at + frame.Bytes);
            reader(frame.Sequence, file.Payload(at, frame));
            _records++;
            _nextSequence++;
            at += frame.Bytes;
        }

        return at;
    }

    // The header is on the disk before a frame is written: a file that is longer did have one, and one that is not holds no record.
    private long EndWithoutHeader(LogFile file, bool isLast)
    {
        if (file.Length > 0 && (!isLast || file.Length > LogFormat.HeaderBytes))
            throw new DamagedFileException(file.Name, "header", 0, "it is not the header of a log, or its checksum does not match");
        _tornTail |= file.Length > 0;
        return 0;
    }

    private void CheckHeader(LogFile file, long number)
    {
        ReadOnlySpan<byte> header = file.Header;
        if (LogFormat.VersionOf(header) is not LogFormat.Version and int version)
            throw new StorageException(file.Name, $"has version {version}, this release reads version {LogFormat.Version}", "Use the release that wrote it, or a later one");
        if (LogFormat.Number(header) is long written && written != number)
            throw new DamagedFileException(file.Name, "header", 0, $"it is file {written} under another name");
        long first = LogFormat.FirstSequence(header);
        if (_firstSequence != 0 && first != _nextSequence)
            throw new DamagedFileException(file.Name, "header", 0, $"it begins with record {first}, and {_nextSequence} is the next one");
        if (_firstSequence == 0)
            _firstSequence = first;
        _nextSequence = first;
    }

    private static long EndOf(LogFile file, long end) => end == file.Length
        ? end
        : throw new DamagedFileException(file.Name, Records, end, $"{file.Length - end} bytes stand behind the end of the log");

    // What was read may have been written by a process that ended before it was durable, and the records to come must not be durable without
    // it. It is written again, because a flush that failed then may have left it in memory only, where a flush now would not see it.
    private void Settle(string name, long end)
    {
        using IFile file = files.Open(name);
        if (file.Length != end)
            file.SetLength(end);
        byte[] piece = new byte[(int)Math.Clamp(end - _settled, 0, PieceBytes)];
        for (long at = _settled; at < end; at += PieceBytes)
            file.Write(at, piece.AsSpan(0, file.Read(at, piece.AsSpan(0, (int)Math.Min(PieceBytes, end - at)))));
        file.Sync();
    }
}
