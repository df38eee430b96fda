using System.Buffers;

namespace Perto.Vectors.Storage;

/// <summary>
/// Writes effects to a log. One that is larger than a record of the log takes several: they are read together or not at all. In front of
/// each part stands a byte that says whether more follow and whether it goes on.
/// </summary>
internal sealed class WriteJournal(CollectionSchema schema, string folder) : IWriteJournal
{
    internal const byte Whole = 0, MoreFollow = 1, GoesOn = 2;
    private const int MaxPartBytes = 32 << 20;
    private const int KeptBuffer = 1 << 20;

    private WriteAheadLog? _log;
    private ArrayBufferWriter<byte> _buffer = new();
    private StorageException? _fault;
    private bool _closed;
    private long _written;
    private long _sequence;

    /// <summary>Why nothing more is taken; null while something is.</summary>
    public StorageException? Fault => Volatile.Read(ref _fault) ?? Volatile.Read(ref _log)?.Fault;

    /// <summary>Bytes that were taken, and those that the log held before.</summary>
    public long Bytes => Interlocked.Read(ref _written);

    /// <summary>The sequence of what was taken last.</summary>
    public long Sequence => Interlocked.Read(ref _sequence);

    /// <summary>Takes effects from now on.</summary>
    /// <param name="log">Where they go.</param>
    /// <param name="sequence">The sequence that the log ends with.</param>
    /// <param name="bytes">Bytes that it holds.</param>
    public void Start(WriteAheadLog log, long sequence, long bytes)
    {
        _sequence = sequence;
        _written = bytes;
        Volatile.Write(ref _log, log);
    }

    /// <summary>Takes nothing more. For whoever pauses the writers.</summary>
    public void Close() => _closed = true;

    public void Prepare(WriteEffect effect)
    {
        ObjectDisposedException.ThrowIf(_closed, typeof(EmbeddedVectorStore));
        if (Fault is { } fault)
            throw Refusal(fault);
        if (_buffer.Capacity > KeptBuffer)
            _buffer = new ArrayBufferWriter<byte>();
        _buffer.ResetWrittenCount();
        _buffer.Write([Whole]);
        new EffectEncoder(schema, _buffer).Write(effect);
    }

    public long Append()
    {
        ReadOnlySpan<byte> record = _buffer.WrittenSpan;
        Interlocked.Add(ref _written, record.Length);
        long sequence = record.Length <= MaxPartBytes ? _log!.Append(record) : AppendParts(record[1..]);
        Interlocked.Exchange(ref _sequence, sequence);
        return sequence;
    }

    public void Break(Exception fault) => Interlocked.CompareExchange(
        ref _fault,
        new StorageException(
            folder, $"takes no more writes: {fault.Message}", "Open the store again: what was acknowledged is kept", fault),
        null);

    // Each caller gets an exception of its own: one that is thrown in many places tells the wrong place.
    private static StorageException Refusal(StorageException fault) => new(fault.File, fault.Problem, fault.Remedy, fault);

    private long AppendParts(ReadOnlySpan<byte> effect)
    {
        byte[] part = ArrayPool<byte>.Shared.Rent(MaxPartBytes);
        byte kind = MoreFollow;
        long sequence;
        do
        {
            int bytes = Math.Min(effect.Length, MaxPartBytes - 1);
            part[0] = bytes == effect.Length ? GoesOn : kind;
            effect[..bytes].CopyTo(part.AsSpan(1));
            sequence = _log!.Append(part.AsSpan(0, bytes + 1));
            effect = effect[bytes..];
            kind = MoreFollow | GoesOn;
        }
        while (!effect.IsEmpty);
        ArrayPool<byte>.Shared.Return(part);
        return sequence;
    }
}
