using System.Buffers;
using System.Text;

namespace Perto.Vectors;

/// <summary>A text a row: as it was written, and the codes of its words, each once, ascending.</summary>
internal sealed class TextColumn : PayloadColumn, ICodedColumn
{
    private readonly KeywordTable _table;
    private readonly Lists<byte> _texts;
    private readonly Lists<int> _words;
    private readonly Presence _presence;

    public TextColumn(KeywordTable table, int capacity)
        : this(table, new Lists<byte>(capacity), new Lists<int>(capacity), new Presence(capacity))
    {
    }

    private TextColumn(KeywordTable table, Lists<byte> texts, Lists<int> words, Presence presence)
    {
        _table = table;
        _texts = texts;
        _words = words;
        _presence = presence;
    }

    /// <summary>The codes of each row's words, ascending; none where it has no text.</summary>
    public Lists<int> Words => _words;

    public override long HeldBytes => _texts.HeldBytes + _words.HeldBytes + _presence.HeldBytes;

    public static PayloadColumn[] Open(KeywordTable table, SegmentSource source, string name)
    {
        Lists<int>[] words = source.Lists<int>($"{name}.words");
        Presence[] presence = source.Presence($"{name}.present");
        return [.. source.Lists<byte>(name).Select((texts, c) => new TextColumn(table, texts, words[c], presence[c]))];
    }

    public ReadOnlySpan<int> CodesOf(int row) => _words[row];

    public override PayloadValue Get(int row) => Has(row) ? Encoding.UTF8.GetString(_texts[row]) : PayloadValue.None;

    public override void Set(int row, PayloadValue value)
    {
        if (value.Kind == PayloadKind.None)
        {
            _texts.Append(row, []);
            _words.Append(row, []);
            _presence.SetMissing(row);
            return;
        }
        using Utf8Bytes text = new(value.Keyword, stackalloc byte[Utf8Bytes.Room]);
        _texts.Append(row, text.Bytes);
        AppendWords(row, value.Keyword);
        _presence.Set(row);
    }

    public override void Copy(int row, PayloadColumn from, int fromRow)
    {
        TextColumn other = (TextColumn)from;
        _texts.Append(row, other._texts[fromRow]);
        ReadOnlySpan<int> words = other._words[fromRow];
        int[] own = ArrayPool<int>.Shared.Rent(words.Length);
        for (int i = 0; i < words.Length; i++)
            own[i] = _table.Add(other._table, words[i]);
        // Codes of another table come in another order.
        own.AsSpan(0, words.Length).Sort();
        _words.Append(row, own.AsSpan(0, words.Length));
        ArrayPool<int>.Shared.Return(own);
        if (other.Has(fromRow))
            _presence.Set(row);
        else
            _presence.SetMissing(row);
    }

    public override PayloadColumn Grown(int capacity) =>
        new TextColumn(_table, _texts.Grown(capacity), _words.Grown(capacity), _presence.Grown(capacity));

    public override void Exists(int rows, Span<ulong> bits) => _presence.Exists(rows, bits);

    public override bool Has(int row) => _presence[row];

    public override void Write(SegmentSections sections, string name, PayloadColumn[] chunks)
    {
        sections.Lists(name, c => ((TextColumn)chunks[c])._texts);
        sections.Lists($"{name}.words", c => ((TextColumn)chunks[c])._words);
        sections.Presence($"{name}.present", c => ((TextColumn)chunks[c])._presence);
    }

    private void AppendWords(int row, string text)
    {
        int[] codes = ArrayPool<int>.Shared.Rent(64);
        int count = 0;
        foreach (ReadOnlySpan<char> word in new TextWords(text))
        {
            if (count == codes.Length)
            {
                int[] more = ArrayPool<int>.Shared.Rent(count * 2);
                codes.CopyTo(more, 0);
                ArrayPool<int>.Shared.Return(codes);
                codes = more;
            }
            codes[count++] = _table.Add(word);
        }
        Span<int> words = codes.AsSpan(0, count);
        words.Sort();
        int distinct = 0;
        foreach (int code in words)
        {
            if (distinct == 0 || words[distinct - 1] != code)
                words[distinct++] = code;
        }
        _words.Append(row, words[..distinct]);
        ArrayPool<int>.Shared.Return(codes);
    }
}
