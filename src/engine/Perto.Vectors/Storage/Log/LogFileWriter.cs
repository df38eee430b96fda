using System.Buffers.Binary;

namespace Perto.Vectors.Storage;

/// <summary>The file that a log writes to. One thread at a time.</summary>
internal sealed class LogFileWriter : IDisposable
{
    private readonly IFile _file;
    private readonly uint _seed;
    private long _end = LogFormat.HeaderBytes;
    private long _settled = LogFormat.HeaderBytes;

    /// <summary>Makes a new file; it and its header are durable before the first frame, so that a missing header is damage.</summary>
    public LogFileWriter(IFiles files, string folder, long number, long firstSequence, long salt)
    {
        _file = files.Create(LogFileName.Of(folder, number));
        try
        {
            Span<byte> header = stackalloc byte[LogFormat.HeaderBytes];
            LogFormat.WriteHeader(header, number, firstSequence, salt);
            _seed = LogFormat.Seed(header);
            _file.Write(0, header);
            _file.Sync();
            files.SyncFolder(folder);
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    public bool IsSettled => _settled == _end;

    public void Write(LogBatch batch)
    {
        batch.Seal(_seed, _settled);
        _file.Write(_end, batch.Frames);
        _end += batch.Count;
    }

    public void Settle()
    {
        if (IsSettled)
            return;
        _file.Sync();
        _settled = _end;
    }

    /// <summary>Ends the file, durably.</summary>
    /// <param name="nextSequence">Sequence of the record that comes after it.</param>
    public void End(long nextSequence)
    {
        // The mark is a witness for what stands before it, so that must be on the disk first.
        Settle();
        Span<byte> mark = stackalloc byte[LogFormat.SmallestFrame];
        mark.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(mark, LogFormat.End);
        BinaryPrimitives.WriteInt64LittleEndian(mark[8..], nextSequence);
        LogFormat.Seal(mark, _seed, _settled);
        _file.Write(_end, mark);
        _end += mark.Length;
        Settle();
    }

    public void Dispose() => _file.Dispose();
}
