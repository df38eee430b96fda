namespace Perto.Vectors;

/// <summary>The place lies in a box.</summary>
internal sealed class WithinPredicate(int field, WithinFilter filter) : RowPredicate
{
    private readonly GeoBand _band = new(filter.SouthWest.Latitude, filter.NorthEast.Latitude);

    public override void Evaluate(Chunk chunk, int rows, Span<ulong> bits) => RowBits.Fill(Test(chunk), rows, bits);

    public override bool Passes(Chunk chunk, int row) => Test(chunk).Passes(row);

    private IsWithin Test(Chunk chunk) => new((GeoColumn)chunk.Payload[field], filter, _band);

    private readonly ref struct IsWithin(GeoColumn column, WithinFilter filter, GeoBand band) : IRowTest
    {
        private readonly ReadOnlySpan<double> _latitudes = column.Latitudes;
        private readonly ReadOnlySpan<double> _longitudes = column.Longitudes;

        // A band contains no NaN, which stands for a missing place.
        public bool Passes(int row) =>
            band.Contains(_latitudes[row]) && filter.Contains(new GeoPoint(_latitudes[row], _longitudes[row]));
    }
}
