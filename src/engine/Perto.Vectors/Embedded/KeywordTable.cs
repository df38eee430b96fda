using System.Collections.Concurrent;

namespace Perto.Vectors;

/// <summary>
/// The distinct strings of a field, numbered from 1, so that rows hold and compare integers. One writer adds; any thread reads:
/// a code that stands in a published row is in the table.
/// </summary>
internal sealed class KeywordTable
{
    /// <summary>The code of "no value".</summary>
    public const int Missing = 0;

    private readonly ConcurrentDictionary<string, int> _codes = new(StringComparer.Ordinal);
    private volatile string[] _keywords = new string[16];

    private volatile int _length = 1;

    /// <summary>One more than the largest code.</summary>
    public int Length => _length;

    /// <summary>Characters held.</summary>
    public long Characters { get; private set; }

    /// <summary>The code of a string; <see cref="Missing"/> where no row has it.</summary>
    public int Find(string keyword) => _codes.GetValueOrDefault(keyword, Missing);

    public string this[int code] => _keywords[code];

    /// <summary>The code of a string, given to it now if it is new. For the writer only.</summary>
    public int Add(string keyword)
    {
        if (_codes.TryGetValue(keyword, out int code))
            return code;
        code = _length;
        string[] keywords = _keywords;
        if (code == keywords.Length)
            Array.Resize(ref keywords, code * 2);
        keywords[code] = keyword;
        _keywords = keywords;
        _codes[keyword] = code;
        _length = code + 1;
        Characters += keyword.Length;
        return code;
    }
}
