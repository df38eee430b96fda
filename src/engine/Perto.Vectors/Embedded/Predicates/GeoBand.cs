namespace Perto.Vectors;

/// <summary>A closed range of latitudes in degrees.</summary>
internal readonly record struct GeoBand(double South, double North)
{
    // Of the computed distance, whose rounding must not dismiss a place that it takes: a tenth of a meter.
    private const double Tolerance = 1e-6;

    /// <summary>All latitudes at which a place can lie within a distance: along the meridian it is the difference of latitudes.</summary>
    public static GeoBand Around(double latitude, double meters)
    {
        double degrees = double.RadiansToDegrees(meters / GeoPoint.EarthRadius) + Tolerance;
        return new GeoBand(latitude - degrees, latitude + degrees);
    }

    public bool Contains(double latitude) => latitude >= South && latitude <= North;
}
