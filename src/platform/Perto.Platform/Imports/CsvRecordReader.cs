using System.Text;

namespace Perto.Platform;

/// <summary>
/// Reads CSV (RFC 4180), and text with other separators, record by record and finds its way again after a bad one. A general parser takes all that follows an
/// unclosed quote for one field; here such a line costs that line only.
/// </summary>
internal sealed class CsvRecordReader(TextReader reader, ImportTextLayout? layout = null)
{
    // A quoted field may span lines. What is not closed by then never is.
    private const int MaxLinesInRecord = 50;
    private const int MaxRecordLength = LineReader.MaxLength;

    private readonly string _separator = (layout ?? ImportTextLayout.Csv).Separator;
    private readonly bool _quoted = (layout ?? ImportTextLayout.Csv).Quoted;
    private readonly LineReader _lines = new(reader);
    private readonly Queue<(string Text, bool TooLong)> _again = new();
    private readonly StringBuilder _field = new();
    private long _line;

    /// <summary>Reads the next record that is not an empty line.</summary>
    /// <param name="fields">Receives its fields; empty when the record is bad.</param>
    /// <param name="line">The line on which it begins, from 1.</param>
    /// <param name="problem">What is wrong with it; null when it is sound.</param>
    /// <returns>False at the end of the input.</returns>
    public bool Read(List<string> fields, out long line, out string? problem)
    {
        string? text = NextLine(out bool tooLong);
        while (text is { Length: 0 } && !tooLong)
            text = NextLine(out tooLong);
        line = _line;
        problem = tooLong ? LineReader.TooLong : null;
        fields.Clear();
        if (text is null || tooLong)
            return text is not null;

        List<(string Text, bool TooLong)> lines = [(text, false)];
        while (!Split(text, fields, out problem))
        {
            string? more = lines.Count < MaxLinesInRecord && text.Length < MaxRecordLength ? NextLine(out tooLong) : null;
            if (more is not null)
                lines.Add((more, tooLong));
            if (more is null || tooLong)
            {
                problem = "a quote is opened and never closed";
                break;
            }

            text += "\n" + more;
        }

        if (problem is not null)
        {
            // A quote may have been closed by one that opens a later field: only the first line is known to be bad.
            fields.Clear();
            ReadAgain(lines);
        }

        return true;
    }

    /// <summary>Cuts a record into fields; false when it ends inside of quotes.</summary>
    private bool Split(string text, List<string> fields, out string? problem)
    {
        fields.Clear();
        problem = null;
        int at = 0;
        while (true)
        {
            if (_quoted && at < text.Length && text[at] == '"')
            {
                at = Quoted(text, at + 1);
                if (at < 0)
                    return false;
                fields.Add(_field.ToString());
                if (at < text.Length && !IsSeparator(text, at))
                {
                    problem = "text follows a closing quote";
                    return true;
                }
            }
            else
            {
                int separator = text.IndexOf(_separator, at, StringComparison.Ordinal);
                int end = separator < 0 ? text.Length : separator;
                fields.Add(text[at..end]);
                at = end;
            }

            if (at == text.Length)
                return true;
            at += _separator.Length;
        }
    }

    private bool IsSeparator(string text, int at) => string.CompareOrdinal(text, at, _separator, 0, _separator.Length) == 0;

    // Returns the place after the closing quote, or -1 when there is none; the field's text is in _field.
    private int Quoted(string text, int at)
    {
        _field.Clear();
        while (true)
        {
            int quote = text.IndexOf('"', at);
            if (quote < 0)
                return -1;
            _field.Append(text, at, quote - at);
            if (quote + 1 >= text.Length || text[quote + 1] != '"')
                return quote + 1;
            _field.Append('"');
            at = quote + 2;
        }
    }

    private void ReadAgain(List<(string Text, bool TooLong)> lines)
    {
        (string Text, bool TooLong)[] waiting = [.. _again];
        _again.Clear();
        foreach ((string Text, bool TooLong) line in lines.Skip(1).Concat(waiting))
            _again.Enqueue(line);
        _line -= lines.Count - 1;
    }

    private string? NextLine(out bool tooLong)
    {
        tooLong = false;
        string? line;
        if (_again.Count > 0)
            (line, tooLong) = _again.Dequeue();
        else
            line = _lines.Read(out tooLong);
        if (line is not null)
            _line++;
        return line;
    }
}
