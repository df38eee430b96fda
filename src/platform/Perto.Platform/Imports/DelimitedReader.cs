using System.Text;

namespace Perto.Platform;

/// <summary>
/// Reads delimited text as RFC 4180 describes it: a header, fields that may be quoted, quoted fields that may hold delimiters,
/// doubled quotes and line ends. Empty lines do not count.
/// </summary>
/// <remarks>
/// A stray quote must not swallow the rest of a file, which is what general readers do: a record that is malformed costs its first
/// line, and reading goes on at the next.
/// </remarks>
public sealed class DelimitedReader : IDisposable
{
    // A quoted text longer than this is taken for a quote that nobody closed.
    private const int MaxRecordLines = 1_000;

    private readonly ImportFile _file;
    private readonly StreamReader _reader;
    private readonly List<string> _fields = [];
    private readonly StringBuilder _quoted = new();
    private Queue<string> _returned = new();
    private int _width;
    private long _line;

    private DelimitedReader(ImportFile file, Stream content)
    {
        _file = file;
        _reader = new StreamReader(content, Encoding.UTF8);
    }

    /// <summary>The rows of <paramref name="content"/>, which is closed at the end.</summary>
    /// <exception cref="InvalidValueException">A required column is not in the header, or there is no header.</exception>
    public static IEnumerable<ImportRow> Read(ImportFile file, Stream content)
    {
        using var reader = new DelimitedReader(file, content);
        Dictionary<string, int> columns = reader.Header();
        while (reader.NextRow(columns) is { } row)
            yield return row;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _reader.Dispose();

    private Dictionary<string, int> Header()
    {
        if (NextLine() is not { } line || !TrySplit(line))
            throw new InvalidValueException(_file.Name, given: null, "a header line", $"{_file.Name} must begin with a header line that names its columns");
        _width = _fields.Count;
        Dictionary<string, int> columns = [];
        for (int i = 0; i < _fields.Count; i++)
            columns.TryAdd(_fields[i].Trim(), i);
        foreach (string required in _file.Columns)
        {
            if (!columns.ContainsKey(required))
                throw new InvalidValueException(
                    _file.Name, line, string.Join(", ", _file.Columns), $"{_file.Name} has no column '{required}'; its header names {string.Join(", ", columns.Keys)}");
        }
        return columns;
    }

    private ImportRow? NextRow(Dictionary<string, int> columns)
    {
        if (NextLine() is not { } first)
            return null;
        long start = _line;
        string? record = CompleteRecord(first, out List<string> following);
        if (record is not null && TextLines.IsDamaged(record))
            return new ImportRow(_file.Name, start, record, TextLines.Rule);
        if (record is not null && TrySplit(record))
        {
            return _fields.Count == _width
                ? new ImportRow(_file.Name, start, new DelimitedFields(columns, [.. _fields]))
                : new ImportRow(_file.Name, start, record, $"of {_width} fields, as the header is, not {_fields.Count}");
        }
        // What followed is read again, line by line: only the first line is known to be bad.
        _returned = new Queue<string>(following.Concat(_returned));
        _line = start;
        return new ImportRow(_file.Name, start, first, "of fields in which a quote is doubled and a quoted field is closed");
    }

    /// <summary>
    /// The record that begins with <paramref name="first"/>: it goes on over lines as long as its quotes are odd in number. Null when
    /// its quote is never closed; <paramref name="following"/> are the lines that were taken.
    /// </summary>
    private string? CompleteRecord(string first, out List<string> following)
    {
        following = [];
        bool open = HasOddQuotes(first);
        if (!open)
            return first;
        while (following.Count < MaxRecordLines && TakeLine() is { } line)
        {
            following.Add(line);
            if (HasOddQuotes(line))
                return string.Join('\n', following.Prepend(first));
        }
        return null;
    }

    private static bool HasOddQuotes(string line) => (line.AsSpan().Count('"') & 1) != 0;

    private string? NextLine()
    {
        string? line = TakeLine();
        while (line is { Length: 0 })
            line = TakeLine();
        return line;
    }

    private string? TakeLine()
    {
        if (!_returned.TryDequeue(out string? line))
            line = _reader.ReadLine();
        if (line is not null)
            _line++;
        return line;
    }

    private bool TrySplit(string record)
    {
        _fields.Clear();
        for (int next = 0; ;)
        {
            bool quoted = next < record.Length && record[next] == '"';
            int end = quoted ? EndOfQuoted(record, next) : EndOfPlain(record, next);
            if (end < 0)
                return false;
            _fields.Add(quoted ? _quoted.ToString() : record[next..end]);
            if (end == record.Length)
                return true;
            next = end + 1;
        }
    }

    /// <summary>Where the unquoted field ends; -1 when there is a quote in it.</summary>
    private int EndOfPlain(string record, int start)
    {
        int length = record.AsSpan(start).IndexOfAny(_file.Delimiter, '"');
        if (length < 0)
            return record.Length;
        return record[start + length] == '"' ? -1 : start + length;
    }

    /// <summary>Where the quoted field ends, its text in <see cref="_quoted"/>; -1 when something other than a delimiter follows it.</summary>
    private int EndOfQuoted(string record, int start)
    {
        _quoted.Clear();
        for (int next = start + 1; ;)
        {
            int length = record.AsSpan(next).IndexOf('"');
            if (length < 0)
                return -1;
            _quoted.Append(record, next, length);
            next += length + 1;
            if (next == record.Length || record[next] == _file.Delimiter)
                return next;
            if (record[next] != '"')
                return -1;
            _quoted.Append('"');
            next++;
        }
    }
}
