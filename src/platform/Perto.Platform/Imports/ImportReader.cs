using System.Globalization;
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
        _reader = new StreamReader(_stream, file.Text.Encoding, detectEncodingFromByteOrderMarks: true);
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
        var records = new CsvRecordReader(_reader, _file.Text);
        List<string> fields = [];
        string? problem = null;
        long line = 1;
        if (_file.Text.Header is { } names)
            fields.AddRange(names);
        else if (!records.Read(fields, out line, out problem))
            yield break;
        Dictionary<string, int> columns = Header(fields, line, problem);
        while (records.Read(fields, out line, out problem))
        {
            var row = new ImportRow(_file, line, columns, [.. fields]);
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
        var lines = new LineReader(_reader);
        long line = 0;
        while (lines.Read(out bool tooLong) is { } text)
        {
            line++;
            if (tooLong || !string.IsNullOrWhiteSpace(text))
                yield return JsonRow(text, tooLong, line);
        }
    }

    private ImportRow JsonRow(string text, bool tooLong, long line)
    {
        var columns = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        List<string?> values = [];
        string? problem = tooLong ? LineReader.TooLong : Fill(text, columns, values);
        var row = new ImportRow(_file, line, columns, [.. values]);
        if (problem is not null)
            row.Reject(null, null, problem);
        return row;
    }

    /// <summary>Reads an object's fields; returns what is wrong with the text, null where nothing is.</summary>
    private static string? Fill(string text, Dictionary<string, int> columns, List<string?> values)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return $"must be a JSON object; got {document.RootElement.ValueKind}";
            foreach (JsonProperty property in document.RootElement.EnumerateObject())
            {
                columns[property.Name] = values.Count;
                values.Add(Flat(property.Value));
            }

            return null;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with half a surrogate pair cannot become text.
            return $"is not JSON: {malformed.Message}";
        }
    }

    private static string? Flat(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => value.GetString(),
        JsonValueKind.Array => string.Join(ImportRow.ListSeparator, value.EnumerateArray().Select(Flat)),
        _ => value.GetRawText(),
    };
}
