using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>Writes rows in their form, compresses them and adds the hash up.</summary>
internal sealed class ExportFileWriter : IAsyncDisposable
{
    private const int FlushBytes = 1 << 18;

    private readonly ExportFile _file;
    private readonly RegisteredView _view;
    private readonly ExportFormat _format;
    private readonly MemoryStream _bytes = new();
    private readonly Stream _stream;
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _length;

    public ExportFileWriter(ExportFile file, RegisteredView view, ExportFormat format, bool gzip)
    {
        _file = file;
        _view = view;
        _format = format;
        _stream = gzip ? new GZipStream(_bytes, CompressionLevel.Optimal, leaveOpen: true) : _bytes;
        if (format == ExportFormat.Csv)
            WriteLine(["key", "event_at", "written_at", .. view.Layout.Features.Select(feature => feature.Name)]);
    }

    public long Rows { get; private set; }

    public async Task AddAsync(FeatureHistoryRow row, CancellationToken cancellationToken)
    {
        FeatureReading reading = new(_view.Layout, FeatureStatus.Present, row.EventAt, row.EventAt, row.Packed);
        if (_format == ExportFormat.JsonLines)
        {
            JsonSerializer.Serialize(
                _stream,
                new Line(row.EntityKey, UnixMicros.ToMoment(row.EventAt), UnixMicros.ToMoment(row.WriteOrder), reading.ToValues()!),
                PertoJson.Options);
            _stream.WriteByte((byte)'\n');
        }
        else
        {
            WriteLine([row.EntityKey, Moment(row.EventAt), Moment(row.WriteOrder), .. Enumerable.Range(0, _view.Layout.Features.Length).Select(i => Text(reading.Value(i)))]);
        }
        Rows++;
        if (_bytes.Length >= FlushBytes)
            await FlushAsync(cancellationToken);
    }

    public async Task<ExportedFeatureFile> CompleteAsync(string name, CancellationToken cancellationToken)
    {
        if (_stream is GZipStream gzip)
            await gzip.DisposeAsync();
        await FlushAsync(cancellationToken);
        await _file.CompleteAsync(cancellationToken);
        return new ExportedFeatureFile(name, Rows, _length, SignatureV4.Hex(_hash.GetHashAndReset()));
    }

    public async ValueTask DisposeAsync()
    {
        await _stream.DisposeAsync();
        await _bytes.DisposeAsync();
        _hash.Dispose();
        await _file.DisposeAsync();
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> some = _bytes.GetBuffer().AsMemory(0, (int)_bytes.Length);
        _hash.AppendData(some.Span);
        _length += some.Length;
        await _file.WriteAsync(some, cancellationToken);
        _bytes.SetLength(0);
    }

    private void WriteLine(IEnumerable<string> fields) => _stream.Write(Encoding.UTF8.GetBytes(string.Join(',', fields.Select(Quoted)) + "\r\n"));

    private static string Quoted(string field) =>
        field.AsSpan().IndexOfAny(",\"\r\n") < 0 ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Text(FeatureValue? value) => value is null ? "" : value.Raw as string ?? value.ToString();

    private static string Moment(long micros) => UnixMicros.ToMoment(micros).ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private sealed record Line(string Key, DateTimeOffset EventAt, DateTimeOffset WrittenAt, IReadOnlyDictionary<string, FeatureValue?> Values);
}
