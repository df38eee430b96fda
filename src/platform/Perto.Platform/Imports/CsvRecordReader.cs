using System.Text;

namespace Perto.Platform;

/// <summary>
/// Reads CSV (RFC 4180) record by record and finds its way again after a bad one. A general parser takes all that follows an
/// unclosed quote for one field; here such a line costs that line only.
/// </summary>
internal sealed class CsvRecordReader(TextReader reader)
{
    // A quoted field may span lines. What is not closed by then never is.
    private const int MaxLinesInRecord = 50;
    private const int MaxRecordLength = 1 << 20;

    private readonly Queue<string> _again = new();
    private readonly StringBuilder _field = new();
    private long _line;

    /// <summary>Reads the next record that is not an empty line.</summary>
    /// <param name="fields">Receives its fields; empty when the record is bad.</param>
    /// <param name="line">The line on which it begins, from 1.</param>
    /// <param name="problem">What is wrong with it; null when it is sound.</param>
    /// <returns>False at the end of the input.</returns>
    public bool Read(List<string> fields, out long line, out string? problem)
    {
        string? text = NextLine();
        while (text is { Length: 0 })
            text = NextLine();
        line = _line;
        problem = null;
        fields.Clear();
        if (text is null)
            return false;

        List<string> lines = [text];
        while (!Split(text, fields, out problem))
        {
            string? more = lines.Count < MaxLinesInRecord && text.Length < MaxRecordLength ? NextLine() : null;
            if (more is null)
            {
                problem = "a quote is opened and never closed";
                break;
            }

            lines.Add(more);
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
            if (at < text.Length && text[at] == '"')
            {
                at = Quoted(text, at + 1);
                if (at < 0)
                    return false;
                fields.Add(_field.ToString());
                if (at < text.Length && text[at] != ',')
                {
                    problem = "text follows a closing quote";
                    return true;
                }
            }
            else
            {
                int comma = text.IndexOf(',', at);
                int end = comma < 0 ? text.Length : comma;
                fields.Add(text[at..end]);
                at = end;
            }

            if (at == text.Length)
                return true;
            at++;
        }
    }

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

    private void ReadAgain(List<string> lines)
    {
        string[] waiting = [.. _again];
        _again.Clear();
        foreach (string line in lines.Skip(1).Concat(waiting))
            _again.Enqueue(line);
        _line -= lines.Count - 1;
    }

    private string? NextLine()
    {
        string? line = _again.Count > 0 ? _again.Dequeue() : reader.ReadLine();
        if (line is not null)
            _line++;
        return line;
    }
}
