using System.Text;

namespace Perto.Platform;

/// <summary>Reads lines of bounded length: a file without line ends must not fill the memory.</summary>
internal sealed class LineReader(TextReader reader)
{
    /// <summary>Most UTF-16 characters of a line.</summary>
    public const int MaxLength = 1 << 20;

    /// <summary>What is wrong with a line that is longer.</summary>
    public const string TooLong = "is longer than 1,048,576 characters";

    private readonly char[] _buffer = new char[1 << 15];
    private readonly StringBuilder _line = new();
    private int _at;
    private int _end;

    /// <summary>The next line without its end; of one that is too long only the beginning. Null at the end of the input.</summary>
    public string? Read(out bool tooLong)
    {
        tooLong = false;
        _line.Clear();
        bool any = false;
        while (Fill())
        {
            any = true;
            ReadOnlySpan<char> rest = _buffer.AsSpan(_at, _end - _at);
            int end = rest.IndexOfAny('\r', '\n');
            ReadOnlySpan<char> part = end < 0 ? rest : rest[..end];
            _at += part.Length;
            tooLong |= _line.Length + part.Length > MaxLength;
            if (!tooLong)
                _line.Append(part);
            if (end < 0)
                continue;
            string line = _line.ToString();
            SkipEnd();
            return line;
        }

        return any ? _line.ToString() : null;
    }

    private bool Fill()
    {
        if (_at == _end)
            (_at, _end) = (0, reader.Read(_buffer, 0, _buffer.Length));
        return _at < _end;
    }

    private void SkipEnd()
    {
        if (_buffer[_at++] == '\r' && Fill() && _buffer[_at] == '\n')
            _at++;
    }
}
