namespace Perto.Vectors;

/// <summary>The place lies within a distance of another. Places too far north or south are dismissed before the distance is computed.</summary>
internal sealed class NearPredicate(int field, NearFilter filter) : RowPredicate
{
    private readonly GeoBand _band = GeoBand.Around(filter.Center.Latitude, filter.Meters);

    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    private IsNear Test(Chunk chunk) => new((GeoColumn)chunk.Payload[field], filter, _band);

    private readonly ref struct IsNear(GeoColumn column, NearFilter filter, GeoBand band) : IRowTest
    {
        private readonly ReadOnlySpan<double> _latitudes = column.Latitudes;
        private readonly ReadOnlySpan<double> _longitudes = column.Longitudes;

        // A band contains no NaN, which stands for a missing place.
        public bool Passes(int row) =>
            band.Contains(_latitudes[row]) && filter.Contains(new GeoPoint(_latitudes[row], _longitudes[row]));
    }
}
