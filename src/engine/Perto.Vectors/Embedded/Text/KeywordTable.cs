using System.Text;
using Perto.Numerics;

namespace Perto.Vectors;

/// <summary>
/// The distinct strings of a field, numbered from 1, so that rows hold and compare integers. They stand in runs of consecutive codes: one
/// for each sealed segment that brought new ones, and some that grow. One writer adds; any thread reads: a code that stands in a published
/// row is in the table.
/// </summary>
internal sealed class KeywordTable
{
    /// <summary>The code of "no value".</summary>
    public const int Missing = 0;

    private const int SmallestRun = 16;
    private const int LargestRun = 1 << 16;

    private readonly HashSlots _slots = new();
    private volatile Run[] _runs = [];
    private volatile int _length = 1;

    // The first code that was given to a row of each segment.
    private volatile int[] _segments = [];
    private bool _runIsOpen;

    /// <summary>One more than the largest code.</summary>
    public int Length => _length;

    public long HeldBytes => _slots.HeldBytes + _runs.Sum(run => run.Texts.HeldBytes);

    /// <summary>The string of a code.</summary>
    public string this[int code]
    {
        get
        {
            Run run = RunOf(code);
            string text = Encoding.UTF8.GetString(run.Texts[code - run.First]);
            GC.KeepAlive(run);
            return text;
        }
    }

    /// <summary>Puts the string of a code, in UTF-8, behind others.</summary>
    public void AppendTo(List<byte> texts, int code)
    {
        Run run = RunOf(code);
        texts.AddRange(run.Texts[code - run.First]);
        GC.KeepAlive(run);
    }

    public ulong Hash(int code)
    {
        Run run = RunOf(code);
        ulong hash = run.Texts.Hash(code - run.First);
        // Sealing may take the run away from the table meanwhile.
        GC.KeepAlive(run);
        return hash;
    }

    /// <summary>The code of a string; <see cref="Missing"/> where no row has it.</summary>
    public int Find(ReadOnlySpan<char> keyword)
    {
        using Utf8Bytes text = new(keyword, stackalloc byte[Utf8Bytes.Room]);
        return text.IsText ? Find(text.Bytes) : Missing;
    }

    /// <summary>The code of a string in UTF-8; <see cref="Missing"/> where no row has it.</summary>
    public int Find(ReadOnlySpan<byte> text) => Math.Max(_slots.Find(new Keys(this), StableHash.Of(text), text), Missing);

    /// <summary>The code of a string, given to it now if it is new. For the writer only.</summary>
    public int Add(ReadOnlySpan<char> keyword)
    {
        using Utf8Bytes text = new(keyword, stackalloc byte[Utf8Bytes.Room]);
        return Add(text.Bytes);
    }

    /// <summary>The code here of a string that has a code in this or another table.</summary>
    public int Add(KeywordTable from, int code)
    {
        if (from == this)
            return code;
        Run run = from.RunOf(code);
        int added = Add(run.Texts[code - run.First]);
        GC.KeepAlive(run);
        return added;
    }

    /// <inheritdoc cref="Add(ReadOnlySpan{char})"/>
    public int Add(ReadOnlySpan<byte> text)
    {
        ulong hash = StableHash.Of(text);
        int code = _slots.Find(new Keys(this), hash, text);
        if (code >= 0)
            return code;
        code = _length;
        Run run = Open(code);
        run.Texts.Append(code - run.First, text, hash);
        _slots.Set(new Keys(this), code);
        _length = code + 1;
        return code;
    }

    /// <summary>Says that the rows of a segment begin, if it is new: its codes are to stand in runs of their own.</summary>
    public void BeginSegment(int segment)
    {
        if (segment < _segments.Length)
            return;
        _segments = [.. _segments, _length];
        _runIsOpen = false;
    }

    /// <summary>The codes that were new in a segment.</summary>
    public (int First, int End) CodesOf(int segment)
    {
        int end = _length;
        int[] segments = _segments;
        return (segments[segment], segment + 1 < segments.Length ? segments[segment + 1] : end);
    }

    /// <summary>Adds the codes of the next segment, which come from a file.</summary>
    public void Append(Utf8Strings texts)
    {
        BeginSegment(_segments.Length);
        if (texts.Capacity == 0)
            return;
        _runs = [.. _runs, new Run(_length, texts)];
        _slots.SetAll(new Keys(this), _length, texts.Hashes(texts.Capacity));
        _length += texts.Capacity;
    }

    /// <summary>Takes the codes of a segment from a file from now on, instead of from memory.</summary>
    public void Seal(int segment, Utf8Strings texts)
    {
        (int first, int end) = CodesOf(segment);
        if (first == end)
            return;
        Run[] runs = _runs;
        int from = RunIndexOf(runs, first), to = RunIndexOf(runs, end - 1) + 1;
        _runIsOpen &= to < runs.Length;
        _runs = [.. runs.AsSpan(0, from), new Run(first, texts), .. runs.AsSpan(to)];
    }

    private Run Open(int code)
    {
        Run[] runs = _runs;
        if (_runIsOpen && code - runs[^1].First < runs[^1].Texts.Capacity)
            return runs[^1];
        Run run = new(code, new Utf8Strings(Math.Clamp(code, SmallestRun, LargestRun)));
        _runs = [.. runs, run];
        _runIsOpen = true;
        return run;
    }

    private Run RunOf(int code)
    {
        Run[] runs = _runs;
        return runs[RunIndexOf(runs, code)];
    }

    private static int RunIndexOf(Run[] runs, int code)
    {
        int low = 0, high = runs.Length - 1;
        while (low < high)
        {
            int middle = low + ((high - low + 1) / 2);
            if (runs[middle].First <= code)
                low = middle;
            else
                high = middle - 1;
        }
        return low;
    }

    private sealed record Run(int First, Utf8Strings Texts);

    private readonly struct Keys(KeywordTable table) : IUtf8Keys
    {
        public ulong Hash(int number) => table.Hash(number);

        public bool Is(int number, ReadOnlySpan<byte> text)
        {
            Run run = table.RunOf(number);
            bool isSame = run.Texts[number - run.First].SequenceEqual(text);
            GC.KeepAlive(run);
            return isSame;
        }

        public bool AreSame(int number, int other)
        {
            Run run = table.RunOf(other);
            bool areSame = Is(number, run.Texts[other - run.First]);
            GC.KeepAlive(run);
            return areSame;
        }
    }
}
