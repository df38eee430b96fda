using System.Buffers;

namespace Perto.Vectors;

/// <summary>A list of strings a row, as their codes.</summary>
internal sealed class KeywordsColumn : PayloadColumn, ICodedColumn
{
    private readonly KeywordTable _table;
    private readonly Lists<int> _lists;
    private readonly Presence _presence;

    public KeywordsColumn(KeywordTable table, int capacity)
        : this(table, new Lists<int>(capacity), new Presence(capacity))
    {
    }

    private KeywordsColumn(KeywordTable table, Lists<int> lists, Presence presence)
    {
        _table = table;
        _lists = lists;
        _presence = presence;
    }

    /// <summary>The codes of each row; none where it has no list.</summary>
    public Lists<int> Lists => _lists;

    public override long HeldBytes => _lists.HeldBytes + _presence.HeldBytes;

    public static PayloadColumn[] Open(KeywordTable table, SegmentSource source, string name)
    {
        Presence[] presence = source.Presence($"{name}.present");
        return [.. source.Lists<int>(name).Select((lists, c) => new KeywordsColumn(table, lists, presence[c]))];
    }

    public ReadOnlySpan<int> CodesOf(int row) => _lists[row];

    public override PayloadValue Get(int row)
    {
        if (!Has(row))
            return PayloadValue.None;
        ReadOnlySpan<int> codes = _lists[row];
        string[] keywords = new string[codes.Length];
        for (int i = 0; i < keywords.Length; i++)
            keywords[i] = _table[codes[i]];
        return PayloadValue.FromOwnedArray(keywords);
    }

    public override void Set(int row, PayloadValue value)
    {
        if (value.Kind == PayloadKind.None)
        {
            _lists.Append(row, []);
            _presence.SetMissing(row);
        }
        else
        {
            _lists.Append(row, Array.ConvertAll(value.KeywordArray, keyword => _table.Add(keyword)));
            _presence.Set(row);
        }
    }

    public override void Copy(int row, PayloadColumn from, int fromRow)
    {
        KeywordsColumn other = (KeywordsColumn)from;
        ReadOnlySpan<int> codes = other._lists[fromRow];
        int[] own = ArrayPool<int>.Shared.Rent(codes.Length);
        for (int i = 0; i < codes.Length; i++)
            own[i] = _table.Add(other._table, codes[i]);
        _lists.Append(row, own.AsSpan(0, codes.Length));
        ArrayPool<int>.Shared.Return(own);
        if (other.Has(fromRow))
            _presence.Set(row);
        else
            _presence.SetMissing(row);
    }

    public override PayloadColumn Grown(int capacity) => new KeywordsColumn(_table, _lists.Grown(capacity), _presence.Grown(capacity));

    public override void Exists(int rows, Span<ulong> bits) => _presence.Exists(rows, bits);

    public override bool Has(int row) => _presence[row];

    public override void Write(SegmentSections sections, string name, PayloadColumn[] chunks)
    {
        sections.Lists(name, c => ((KeywordsColumn)chunks[c])._lists);
        sections.Presence($"{name}.present", c => ((KeywordsColumn)chunks[c])._presence);
    }
}
