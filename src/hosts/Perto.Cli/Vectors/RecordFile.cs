using System.IO.Compression;
using System.Text.Json;
using Perto.Platform;
using Perto.Vectors;

namespace Perto.Cli;

/// <summary>
/// A collection as JSON lines: <c>{"collection": "films", "schema": {...}}</c>, then a record on each line. A name that ends in
/// <c>.gz</c> is compressed.
/// </summary>
internal static class RecordFile
{
    private const int PageRecords = 1_000;

    /// <summary>Writes a collection and gives the number of records. The file appears when it is whole.</summary>
    public static async Task<long> WriteAsync(IVectorCollection collection, string path, IProgress<long> progress, CancellationToken cancellationToken)
    {
        string unfinished = path + ".part";
        long written = 0;
        try
        {
            await using (Stream stream = Compressed(path, File.Create(unfinished)))
            {
                var header = new RecordFileHeader(collection.Name, CollectionShape.Of(collection.Schema));
                await stream.WriteAsync(JsonSerializer.SerializeToUtf8Bytes(header, PertoJson.Options), cancellationToken);
                stream.WriteByte((byte)'\n');
                string? cursor = null;
                do
                {
                    var query = new ScrollQuery { Limit = PageRecords, Cursor = cursor, IncludeVectors = true };
                    ScrollPage page = await collection.ScrollAsync(query, cancellationToken);
                    foreach (VectorRecord record in page.Records)
                    {
                        await stream.WriteAsync(VectorRecordJson.Write(record), cancellationToken);
                        stream.WriteByte((byte)'\n');
                    }
                    written += page.Records.Count;
                    progress.Report(written);
                    cursor = page.Cursor;
                }
                while (cursor is not null);
            }
            File.Move(unfinished, path, overwrite: true);
            return written;
        }
        finally
        {
            File.Delete(unfinished);
        }
    }

    /// <summary>Opens a file's lines, and tells how far the file itself is read.</summary>
    public static StreamReader Open(string path, out Stream file)
    {
        file = File.OpenRead(path);
        return new StreamReader(IsCompressed(path) ? new GZipStream(file, CompressionMode.Decompress) : file);
    }

    private static Stream Compressed(string path, Stream stream) => IsCompressed(path) ? new GZipStream(stream, CompressionLevel.Fastest) : stream;

    private static bool IsCompressed(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);
}
