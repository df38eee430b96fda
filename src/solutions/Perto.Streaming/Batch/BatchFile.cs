using Perto.Platform;

namespace Perto.Streaming;

/// <summary>
/// A file. It grows under the name with <c>.part</c> behind it and gets its own when it is whole; one that is gone on with is cut back to the last person who was
/// written down as done.
/// </summary>
internal sealed class BatchFile(string path, BatchFormat format) : IBatchOutput
{
    private readonly string _part = path + ".part";
    private FileStream? _file;

    /// <inheritdoc/>
    /// <exception cref="InvalidValueException">The file that is gone on with is gone, or shorter than it was.</exception>
    public async Task OpenAsync(long bytes, CancellationToken cancellationToken)
    {
        if (bytes == 0)
        {
            _file = new FileStream(_part, FileMode.Create, FileAccess.Write, FileShare.Read);
            await _file.WriteAsync(BatchText.Header(format), cancellationToken);
            return;
        }
        // It ended between getting its name and being written down as done.
        if (!File.Exists(_part) && File.Exists(path) && new FileInfo(path).Length == bytes)
            File.Move(path, _part);
        long length = File.Exists(_part) ? new FileInfo(_part).Length : -1;
        if (length < bytes)
        {
            string found = length < 0 ? "it is not there" : $"it has {length:N0}";
            throw new InvalidValueException(
                "file", _part, $"at least {bytes:N0} bytes", $"{_part} must have the {bytes:N0} bytes that were written to it; {found}. Begin anew without resuming");
        }
        _file = new FileStream(_part, FileMode.Open, FileAccess.Write, FileShare.Read);
        _file.SetLength(bytes);
        _file.Seek(0, SeekOrigin.End);
    }

    /// <inheritdoc/>
    public async Task<long?> WriteAsync(IReadOnlyList<BatchedPage> pages, CancellationToken cancellationToken)
    {
        foreach (BatchedPage page in pages)
            await _file!.WriteAsync(BatchText.Of(page, format), cancellationToken);
        _file!.Flush(flushToDisk: true);
        return _file.Position;
    }

    /// <inheritdoc/>
    public async Task FinishAsync(CancellationToken cancellationToken)
    {
        _file!.Flush(flushToDisk: true);
        await DisposeAsync();
        File.Move(_part, path, overwrite: true);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_file is not null)
            await _file.DisposeAsync();
        _file = null;
    }
}
