namespace Perto.Vectors;

/// <summary>A 64-bit integer a row: an integer, or a moment in Unix microseconds.</summary>
internal sealed class IntegerColumn : PayloadColumn, IOrderedColumn<long>
{
    private readonly PayloadKind _kind;
    private readonly Presence _presence;
    private ColumnMemory<long> _integers;

    public IntegerColumn(PayloadKind kind, int capacity)
        : this(kind, ColumnMemory<long>.Zeroed(capacity), new Presence(capacity))
    {
    }

    private IntegerColumn(PayloadKind kind, ColumnMemory<long> integers, Presence presence)
    {
        _kind = kind;
        _integers = integers;
        _presence = presence;
    }

    /// <summary>The integers; a row without one holds anything.</summary>
    public ReadOnlySpan<long> Integers => _integers.All;

    public bool HasGaps => _presence.HasGaps;

    public ReadOnlySpan<long> Ordered => Integers;

    public override long HeldBytes => _integers.HeldBytes + _presence.HeldBytes;

    public static PayloadColumn[] Open(PayloadKind kind, SegmentSource source, string name)
    {
        Presence[] presence = source.Presence($"{name}.present");
        return [.. source.Values<long>(name).Select((integers, c) => new IntegerColumn(kind, integers, presence[c]))];
    }

    public override PayloadValue Get(int row)
    {
        if (!Has(row))
            return PayloadValue.None;
        return _kind == PayloadKind.Time ? PayloadValue.FromMicros(_integers[row]) : _integers[row];
    }

    public override void Set(int row, PayloadValue value)
    {
        if (value.Kind == PayloadKind.None)
        {
            _integers.Writable[row] = 0;
            _presence.SetMissing(row);
        }
        else
        {
            _integers.Writable[row] = value.Kind == PayloadKind.Time ? value.TimeMicros : value.Integer;
            _presence.Set(row);
        }
    }

    public override PayloadColumn Grown(int capacity) => new IntegerColumn(_kind, _integers.Grown(capacity), _presence.Grown(capacity));

    public override void Exists(int rows, Span<ulong> bits) => _presence.Exists(rows, bits);

    public override bool Has(int row) => _presence[row];

    public override void Write(SegmentSections sections, string name, PayloadColumn[] chunks)
    {
        sections.Values(name, (c, rows) => ((IntegerColumn)chunks[c])._integers.Slice(0, rows));
        sections.Presence($"{name}.present", c => ((IntegerColumn)chunks[c])._presence);
    }
}
