namespace Perto.Vectors;

/// <summary>A place on Earth, in degrees (WGS 84).</summary>
/// <param name="Latitude">North of the equator, -90 to 90.</param>
/// <param name="Longitude">East of Greenwich, -180 to 180; the two ends are the same meridian.</param>
/// <exception cref="VectorStoreException">A degree is out of its range.</exception>
public readonly record struct GeoPoint(double Latitude, double Longitude)
{
    /// <summary>The mean radius of the Earth in meters (IUGG), with which distances are computed.</summary>
    public const double EarthRadius = 6_371_008.8;

    private const double MaxLatitude = 90, MaxLongitude = 180;

    /// <summary>Degrees north of the equator, -90 to 90.</summary>
    public double Latitude { get; init => field = Within(value, MaxLatitude, "latitude"); } = Within(Latitude, MaxLatitude, "latitude");

    /// <summary>Degrees east of Greenwich, -180 to 180.</summary>
    public double Longitude { get; init => field = Within(value, MaxLongitude, "longitude"); } = Within(Longitude, MaxLongitude, "longitude");

    /// <summary>
    /// Meters along the great circle of a sphere of <see cref="EarthRadius"/>, by the haversine formula. The Earth is flattened: the true
    /// distance differs by up to 0.6 %.
    /// </summary>
    public double MetersTo(GeoPoint other)
    {
        double north = double.DegreesToRadians(other.Latitude - Latitude);
        // The shorter way round, so that the two names of the 180th meridian are no distance apart.
        double east = double.DegreesToRadians(Math.IEEERemainder(other.Longitude - Longitude, 360));
        double cosines = Math.Cos(double.DegreesToRadians(Latitude)) * Math.Cos(double.DegreesToRadians(other.Latitude));
        double haversine = Square(Math.Sin(north / 2)) + (cosines * Square(Math.Sin(east / 2)));
        // Rounding may put the haversine of opposite places just above 1.
        return 2 * EarthRadius * Math.Asin(Math.Sqrt(Math.Min(haversine, 1)));
    }

    /// <inheritdoc/>
    public override string ToString() => $"({Latitude:R}, {Longitude:R})";

    /// <summary>A place given as two numbers; faults are named <c>path.lat</c> and <c>path.lon</c>.</summary>
    internal static GeoPoint At(double latitude, double longitude, string path) =>
        new(LatitudeOf(latitude, $"{path}.lat"), LongitudeOf(longitude, $"{path}.lon"));

    internal static double LatitudeOf(double degrees, string field) => Within(degrees, MaxLatitude, field);

    internal static double LongitudeOf(double degrees, string field) => Within(degrees, MaxLongitude, field);

    // Written so that NaN fails it.
    private static double Within(double degrees, double most, string field) =>
        Math.Abs(degrees) <= most ? degrees : throw new VectorStoreException(field, degrees, $"-{most:R}..{most:R} degrees");

    private static double Square(double x) => x * x;
}
