namespace Perto.Platform;

/// <summary>A folder. Files have the suffix <c>.partial</c> until they are whole.</summary>
internal sealed class FolderTarget(string folder) : IExportTarget
{
    private const string Suffix = ".partial";

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) =>
        File.Exists(Path.Combine(folder, name)) ? await File.ReadAllBytesAsync(Path.Combine(folder, name), cancellationToken) : null;

    public async Task WriteAsync(string name, byte[] bytes, CancellationToken cancellationToken)
    {
        await using ExportFile file = await BeginAsync(name, cancellationToken);
        await file.WriteAsync(bytes, cancellationToken);
        await file.CompleteAsync(cancellationToken);
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        File.Delete(Path.Combine(folder, name));
        return Task.CompletedTask;
    }

    public Task<ExportFile> BeginAsync(string name, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        string path = Path.Combine(folder, name);
        return Task.FromResult<ExportFile>(new Written(path, new FileStream(path + Suffix, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 16)));
    }

    private sealed class Written(string path, FileStream stream) : ExportFile
    {
        private bool _isWhole;

        public override Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken) => stream.WriteAsync(bytes, cancellationToken).AsTask();

        public override async Task CompleteAsync(CancellationToken cancellationToken)
        {
            await stream.FlushAsync(cancellationToken);
            stream.Flush(flushToDisk: true);
            await stream.DisposeAsync();
            File.Move(path + Suffix, path, overwrite: true);
            _isWhole = true;
        }

        public override async ValueTask DisposeAsync()
        {
            await stream.DisposeAsync();
            if (!_isWhole)
                File.Delete(path + Suffix);
        }
    }
}
