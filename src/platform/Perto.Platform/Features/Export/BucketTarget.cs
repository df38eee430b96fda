namespace Perto.Platform;

/// <summary>A bucket. A file that does not fit into one part is uploaded in several, and is there when the last of them is.</summary>
/// <param name="bucket">The bucket.</param>
/// <param name="prefix">What names begin with.</param>
/// <param name="partBytes">Bytes of a part; the store takes no less than 5 MiB but for the last.</param>
internal sealed class BucketTarget(S3Bucket bucket, string prefix, int partBytes = BucketTarget.PartBytes) : IExportTarget
{
    private const int PartBytes = 16 * 1024 * 1024;

    public async Task<byte[]?> ReadAsync(string name, CancellationToken cancellationToken) => await bucket.GetAsync(prefix + name, cancellationToken);

    public async Task WriteAsync(string name, byte[] bytes, CancellationToken cancellationToken) => await bucket.PutAsync(prefix + name, bytes, cancellationToken);

    public async Task DeleteAsync(string name, CancellationToken cancellationToken) => await bucket.DeleteAsync(prefix + name, cancellationToken);

    public Task<ExportFile> BeginAsync(string name, CancellationToken cancellationToken) => Task.FromResult<ExportFile>(new Uploaded(bucket, prefix + name, partBytes));

    private sealed class Uploaded(S3Bucket bucket, string key, int partBytes) : ExportFile
    {
        private readonly MemoryStream _part = new();
        private readonly List<string> _tags = [];
        private string? _upload;

        public override async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            while (bytes.Length > 0)
            {
                int some = Math.Min(bytes.Length, partBytes - (int)_part.Length);
                _part.Write(bytes.Span[..some]);
                bytes = bytes[some..];
                if (_part.Length == partBytes)
                    await SendPartAsync(cancellationToken);
            }
        }

        public override async Task CompleteAsync(CancellationToken cancellationToken)
        {
            if (_upload is null)
            {
                await bucket.PutAsync(key, _part.GetBuffer().AsMemory(0, (int)_part.Length), cancellationToken);
                return;
            }
            if (_part.Length > 0)
                await SendPartAsync(cancellationToken);
            await bucket.CompleteAsync(key, _upload, _tags, cancellationToken);
            _upload = null;
        }

        public override async ValueTask DisposeAsync()
        {
            await _part.DisposeAsync();
            if (_upload is null)
                return;
            try
            {
                await bucket.AbortAsync(key, _upload, CancellationToken.None);
            }
            catch (DependencyException)
            {
                // The store forgets unfinished uploads by its own rules; what made this one fail is what the caller must hear of.
            }
        }

        private async Task SendPartAsync(CancellationToken cancellationToken)
        {
            _upload ??= await bucket.BeginAsync(key, cancellationToken);
            _tags.Add(await bucket.PutPartAsync(key, _upload, _tags.Count + 1, _part.GetBuffer().AsMemory(0, (int)_part.Length), cancellationToken));
            _part.SetLength(0);
        }
    }
}
