namespace Perto.Platform;

/// <summary>A file that is being written. Disposed before it is completed it leaves nothing.</summary>
internal abstract class ExportFile : IAsyncDisposable
{
    /// <summary>Adds bytes.</summary>
    public abstract Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken);

    /// <summary>Gives it its name.</summary>
    public abstract Task CompleteAsync(CancellationToken cancellationToken);

    /// <inheritdoc/>
    public abstract ValueTask DisposeAsync();
}
