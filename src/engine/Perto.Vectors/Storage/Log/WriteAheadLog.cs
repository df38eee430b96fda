namespace Perto.Vectors.Storage;

/// <summary>Records in order, durable before they are acknowledged.</summary>
internal sealed class WriteAheadLog : IAsyncDisposable
{
    public long PendingBytes => throw new NotImplementedException();

    public StorageException? Fault => throw new NotImplementedException();

    public static ReplayResult Replay(IFiles files, string folder, long fromNumber, LogReader reader) => throw new NotImplementedException();

    public static WriteAheadLog Open(
        IFiles files, string folder, LogOptions options, TimeProvider time, long nextNumber, long nextSequence, Action<long> committed) =>
        throw new NotImplementedException();

    public long Append(ReadOnlySpan<byte> payload) => throw new NotImplementedException();

    public Task CommittedAsync(long sequence) => throw new NotImplementedException();

    public Task<long> RotateAsync() => throw new NotImplementedException();

    public void DeleteBefore(long number) => throw new NotImplementedException();

    public ValueTask DisposeAsync() => throw new NotImplementedException();
}
