namespace Perto.Vectors;

/// <summary>A place a row, as two numbers; NaN where the row has none.</summary>
internal sealed class GeoColumn : PayloadColumn, IOrderedColumn<double>
{
    private ColumnMemory<double> _latitudes;
    private ColumnMemory<double> _longitudes;

    public GeoColumn(int capacity)
        : this(ColumnMemory<double>.Zeroed(capacity), ColumnMemory<double>.Zeroed(capacity))
    {
    }

    private GeoColumn(ColumnMemory<double> latitudes, ColumnMemory<double> longitudes)
    {
        _latitudes = latitudes;
        _longitudes = longitudes;
    }

    public ReadOnlySpan<double> Latitudes => _latitudes.All;

    public ReadOnlySpan<double> Longitudes => _longitudes.All;

    public ReadOnlySpan<double> Ordered => Latitudes;

    public override long HeldBytes => _latitudes.HeldBytes + _longitudes.HeldBytes;

    public static PayloadColumn[] Open(SegmentSource source, string name)
    {
        ColumnMemory<double>[] longitudes = source.Values<double>($"{name}.longitudes");
        return [.. source.Values<double>($"{name}.latitudes").Select((latitudes, c) => new GeoColumn(latitudes, longitudes[c]))];
    }

    public override PayloadValue Get(int row) => Has(row) ? new GeoPoint(_latitudes[row], _longitudes[row]) : PayloadValue.None;

    public override void Set(int row, PayloadValue value)
    {
        bool exists = value.Kind != PayloadKind.None;
        _latitudes.Writable[row] = exists ? value.Geo.Latitude : double.NaN;
        _longitudes.Writable[row] = exists ? value.Geo.Longitude : double.NaN;
    }

    public override PayloadColumn Grown(int capacity) => new GeoColumn(_latitudes.Grown(capacity), _longitudes.Grown(capacity));

    public override void Exists(int rows, Span<ulong> bits) => RowBits.Fill(new HasPlace(Latitudes), rows, bits);

    public override bool Has(int row) => !double.IsNaN(_latitudes[row]);

    public override void Write(SegmentSections sections, string name, PayloadColumn[] chunks)
    {
        sections.Values($"{name}.latitudes", (c, rows) => ((GeoColumn)chunks[c])._latitudes.Slice(0, rows));
        sections.Values($"{name}.longitudes", (c, rows) => ((GeoColumn)chunks[c])._longitudes.Slice(0, rows));
    }

    private readonly ref struct HasPlace(ReadOnlySpan<double> latitudes) : IRowTest
    {
        private readonly ReadOnlySpan<double> _latitudes = latitudes;

        public bool Passes(int row) => !double.IsNaN(_latitudes[row]);
    }
}
