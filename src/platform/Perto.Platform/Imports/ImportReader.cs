using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Perto.Platform;

/// <summary>Reads the rows of a file, sound or not.</summary>
internal sealed class ImportReader : IDisposable
{
    private readonly ImportFile _file;
    private readonly FileStream _stream;
    private readonly StreamReader _reader;

    public ImportReader(ImportFile file)
    {
        _file = file;
        _stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
        _reader = new StreamReader(_stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: true);
    }

    /// <summary>Part of the file that was read, 0..1.</summary>
    public double Done => _stream.Length == 0 ? 1 : (double)_stream.Position / _stream.Length;

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }

    /// <exception cref="InvalidValueException">The header lacks a column.</exception>
    public IEnumerable<ImportRow> Rows() => _file.Format == ImportFileFormat.Csv ? CsvRows() : JsonRows();

    private IEnumerable<ImportRow> CsvRows()
    {
        var records = new CsvRecordReader(_reader);
        List<string> fields = [];
        if (!records.Read(fields, out long headerLine, out string? problem))
            yield break;
        Dictionary<string, int> columns = Header(fields, headerLine, problem);
        while (records.Read(fields, out long line, out problem))
        {
            var row = new ImportRow(_file.Name, line, columns, [.. fields]);
            if (problem is not null)
                row.Reject(null, null, problem);
            else if (fields.Count != columns.Count)
                row.Reject(null, null, $"has {fields.Count} fields where the header has {columns.Count}");
            yield return row;
        }
    }

    private Dictionary<string, int> Header(List<string> fields, long line, string? problem)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        for (int column = 0; column < fields.Count; column++)
            columns.TryAdd(fields[column].Trim(), column);
        string[] missing = [.. _file.Columns.Where(column => !columns.ContainsKey(column))];
        if (problem is not null || missing.Length > 0 || columns.Count != fields.Count)
        {
            throw new InvalidValueException(
                string.Create(CultureInfo.InvariantCulture, $"{_file.Name}:{line}"),
                string.Join(',', fields),
                string.Join(',', _file.Columns),
                problem is not null ? $"{_file.Name}: the header is not CSV: {problem}"
                    : missing.Length > 0 ? $"{_file.Name}: the header lacks {string.Join(", ", missing)}; it must have {string.Join(", ", _file.Columns)}"
                    : $"{_file.Name}: a column name stands twice in the header");
        }

        return columns;
    }

    private IEnumerable<ImportRow> JsonRows()
    {
        long line = 0;
        while (_reader.ReadLine() is { } text)
        {
            line++;
            if (!string.IsNullOrWhiteSpace(text))
                yield return JsonRow(text, line);
        }
    }

    private ImportRow JsonRow(string text, long line)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        List<string?> values = [];
        string? problem = null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                foreach (JsonProperty property in document.RootElement.EnumerateObject())
                {
                    columns[property.Name] = values.Count;
                    values.Add(Flat(property.Value));
                }
            }
            else
            {
                problem = $"must be a JSON object; got {document.RootElement.ValueKind}";
            }
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair cannot become text.
            problem = $"is not JSON: {malformed.Message}";
        }

        var row = new ImportRow(_file.Name, line, columns, [.. values]);
        if (problem is not null)
            row.Reject(null, null, problem);
        return row;
    }

    private static string? Flat(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(ImportRow.ListSeparator, value.EnumerateArray().Select(Flat)),
        _ => value.GetRawText(),
    };
}
