namespace Perto.Vectors;

/// <summary>A condition on a place that only places in a band of latitudes meet.</summary>
internal abstract class GeoPredicate(int field, GeoBand band) : FieldPredicate(field)
{
    // Places of a band that are looked at to tell how many of it match.
    private const int Samples = 32;

    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits)
    {
        GeoColumn column = (GeoColumn)chunk.Payload[Field];
        ReadOnlySpan<double> latitudes = column.Latitudes, longitudes = column.Longitudes;
        bits.Clear();
        for (int row = 0; row < rows; row++)
        {
            if (Contains(latitudes[row], longitudes[row]))
                bits[row / 64] |= 1UL << (row % 64);
        }
    }

    public override bool Passes(Chunk chunk, int row)
    {
        GeoColumn column = (GeoColumn)chunk.Payload[Field];
        return Contains(column.Latitudes[row], column.Longitudes[row]);
    }

    /// <summary>Whether a place in the band matches.</summary>
    protected abstract bool Contains(GeoPoint place);

    protected override int Candidates(IndexPart part) => ((SortedValues<double>)part).Count(band.South, band.North);

    protected override double Count(IndexPart part, in IndexScope scope)
    {
        ReadOnlySpan<ushort> rows = ((SortedValues<double>)part).Rows(band.South, band.North);
        int step = Math.Max(1, rows.Length / Samples), looked = 0, matching = 0;
        ReadOnlySpan<Chunk> chunks = scope.Chunks;
        for (int i = step / 2; i < rows.Length; i += step, looked++)
            matching += Passes(chunks[rows[i] / Chunk.Rows], rows[i] % Chunk.Rows) ? 1 : 0;
        return looked == 0 ? 0 : (double)rows.Length * matching / looked;
    }

    protected override void Add(IndexPart part, in IndexScope scope, Span<ulong> bits) =>
        AddPassing(((SortedValues<double>)part).Rows(band.South, band.North), scope, bits);

    // A band contains no NaN, which stands for a missing place.
    private bool Contains(double latitude, double longitude) => band.Contains(latitude) && Contains(new GeoPoint(latitude, longitude));
}
