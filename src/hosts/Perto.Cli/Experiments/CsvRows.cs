using Perto.Recommendations;

namespace Perto.Cli;

/// <summary>
/// Reads comma- or tab-separated text (RFC 4180) row by row, without making a string of each cell: experiments have millions of rows. The first row decides
/// which of the two it is. Rows without any text are passed over.
/// </summary>
internal sealed class CsvRows(TextReader reader, string file)
{
    private const int MostCharacters = 1 << 20;

    private readonly List<Cell> _cells = [];
    private char[] _buffer = new char[1 << 16];
    private int _start;
    private int _end;
    private bool _ended;
    private char _separator;
    private long _nextLine = 1;

    /// <summary>The line on which the row begins, from 1.</summary>
    public long Line { get; private set; }

    /// <summary>Cells in the row.</summary>
    public int Count => _cells.Count;

    /// <summary>A cell, without the quotes around it. Good until the next row is read.</summary>
    public ReadOnlySpan<char> this[int column]
    {
        get
        {
            Cell cell = _cells[column];
            ReadOnlySpan<char> text = _buffer.AsSpan(cell.Start, cell.Length);
            return cell.Doubled ? text.ToString().Replace("\"\"", "\"", StringComparison.Ordinal) : text;
        }
    }

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="DataFileException">Quotes are not closed, or a row is too long.</exception>
    public bool Read()
    {
        do
        {
            while (!TryParse())
            {
                if (!Fill())
                    return false;
            }
        }
        while (_cells.Count == 1 && _cells[0].Length == 0);
        return true;
    }

    // One row from what is in the buffer; false where it may go on behind its end.
    private bool TryParse()
    {
        if (_separator == 0 && !TryDetect())
            return false;
        if (_start == _end)
            return false;
        _cells.Clear();
        int at = _start;
        long lines = 0;
        while (true)
        {
            int from = at;
            int length;
            bool doubled = false;
            if (at < _end && _buffer[at] == '"')
            {
                from++;
                int close = Close(from, ref doubled, ref lines);
                if (close < 0)
                    return _ended ? throw Unclosed(from) : false;
                length = close - from;
                at = close + 1;
                if (at == _end && !_ended)
                    return false;
                if (at < _end && _buffer[at] != _separator && _buffer[at] is not ('\n' or '\r'))
                    throw Unclosed(from);
                if (at < _end && _buffer[at] == '\r' && ++at < _end && _buffer[at] != '\n')
                    throw Unclosed(from);
            }
            else
            {
                int next = _buffer.AsSpan(at, _end - at).IndexOfAny(_separator, '\n');
                if (next < 0 && !_ended)
                    return false;
                at = next < 0 ? _end : at + next;
                length = at - from;
                if (length > 0 && _buffer[at - 1] == '\r' && (at == _end || _buffer[at] == '\n'))
                    length--;
            }
            if (at == _end && !_ended)
                return false;
            _cells.Add(new Cell(from, length, doubled));
            if (at < _end && _buffer[at] == _separator)
            {
                at++;
                continue;
            }
            Line = _nextLine;
            _nextLine += lines + 1;
            _start = Math.Min(at + 1, _end);
            return true;
        }
    }

    private int Close(int from, ref bool doubled, ref long lines)
    {
        for (int at = from; at < _end; at++)
        {
            if (_buffer[at] == '\n')
                lines++;
            if (_buffer[at] != '"')
                continue;
            // Whether it is doubled shows in the next one, which may not be there yet.
            if (at + 1 == _end)
                return _ended ? at : -1;
            if (_buffer[at + 1] != '"')
                return at;
            doubled = true;
            at++;
        }
        return -1;
    }

    // By what is outside of quotes in the first row with any text.
    private bool TryDetect()
    {
        (bool text, bool quoted, bool tab, bool comma) = (false, false, false, false);
        char before = '\n';
        for (int at = _start; at < _end; at++)
        {
            char next = _buffer[at];
            if (next == '"' && (quoted || before is '\n' or '\t' or ',' or '"'))
                quoted = !quoted;
            else if (!quoted && next == '\n' && text)
                return Detected(tab, comma);
            (tab, comma) = (tab || (!quoted && next == '\t'), comma || (!quoted && next == ','));
            text |= next is not ('\n' or '\r');
            before = next;
        }
        return _ended && Detected(tab, comma);
    }

    private bool Detected(bool tab, bool comma)
    {
        _separator = tab && !comma ? '\t' : ',';
        return true;
    }

    // Brings the row that has begun to the front and reads on; false at the end.
    private bool Fill()
    {
        if (_ended)
            return false;
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        _end -= _start;
        _start = 0;
        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MostCharacters)
                throw new DataFileException(file, _nextLine, "line", new string(_buffer, 0, 40) + "...", $"at most {MostCharacters:N0} characters");
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }
        int read = reader.Read(_buffer, _end, _buffer.Length - _end);
        _ended = read == 0;
        _end += read;
        return true;
    }

    private DataFileException Unclosed(int from) =>
        new(file, _nextLine, "quotes", new string(_buffer, from, Math.Min(40, _end - from)), "closed, and doubled inside of a quoted cell");

    private readonly record struct Cell(int Start, int Length, bool Doubled);
}
