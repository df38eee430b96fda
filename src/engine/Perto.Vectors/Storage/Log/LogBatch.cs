using System.Buffers;
using System.Buffers.Binary;

namespace Perto.Vectors.Storage;

/// <summary>Records that are written with one call, into one file.</summary>
internal sealed class LogBatch(long number, long firstSequence)
{
    private const int SmallestBuffer = 4096;
    private byte[] _bytes = [];
    private TaskCompletionSource? _done;

    /// <summary>Number of the file.</summary>
    public long Number => number;

    /// <summary>Sequence of the first record.</summary>
    public long FirstSequence => firstSequence;

    /// <summary>Sequence of the last record; the one before <see cref="FirstSequence"/> if there is none.</summary>
    public long LastSequence { get; private set; } = firstSequence - 1;

    /// <summary>Bytes of the frames.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the file ends with this batch.</summary>
    public bool Closes { get; set; }

    public ReadOnlySpan<byte> Frames => _bytes.AsSpan(0, Count);

    /// <summary>Completes when the batch is committed.</summary>
    public Task Done => (_done ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;

    /// <summary>Copies a record into the batch.</summary>
    public void Append(ReadOnlySpan<byte> payload)
    {
        int bytes = LogFormat.SmallestFrame + LogFormat.Padded(payload.Length);
        Reserve(bytes);
        Span<byte> frame = _bytes.AsSpan(Count, bytes);
        LastSequence++;
        BinaryPrimitives.WriteUInt32LittleEndian(frame, (uint)payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(frame[8..], LastSequence);
        payload.CopyTo(frame[LogFormat.FrameHeaderBytes..]);
        frame[(LogFormat.FrameHeaderBytes + payload.Length)..].Clear();
        Count += bytes;
    }

    /// <summary>Writes the checksums of all frames.</summary>
    public void Seal(uint seed, long settled)
    {
        for (Span<byte> rest = _bytes.AsSpan(0, Count); !rest.IsEmpty;)
        {
            int bytes = LogFrame.Parse(rest).Bytes;
            LogFormat.Seal(rest[..bytes], seed, settled);
            rest = rest[bytes..];
        }
    }

    /// <summary>Gives the memory back; the batch is not written to any more.</summary>
    public void Release()
    {
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = [];
        Count = 0;
    }

    /// <summary>Lets those go on who wait for the batch.</summary>
    public void Complete() => _done?.SetResult();

    /// <summary>Tells those who wait for the batch that it is not committed.</summary>
    public void Fail(StorageException fault)
    {
        if (_done is null)
            return;
        _done.SetException(fault);

        // Whoever waits sees it; nobody has to.
        _ = _done.Task.Exception;
    }

    private void Reserve(int bytes)
    {
        int needed = checked(Count + bytes);
        if (needed <= _bytes.Length)
            return;
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max(Math.Max(needed, SmallestBuffer), 2L * _bytes.Length)));
        Frames.CopyTo(larger);
        if (_bytes.Length > 0)
            ArrayPool<byte>.Shared.Return(_bytes);
        _bytes = larger;
    }
}
