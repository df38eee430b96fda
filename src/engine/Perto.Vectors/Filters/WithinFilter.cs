namespace Perto.Vectors;

/// <summary>A place lies in a box of latitudes and longitudes, its edges included.</summary>
/// <remarks>
/// A box whose west is greater than its east crosses the 180th meridian. That meridian is both -180 and 180. Degrees are compared as they
/// are, at the poles too.
/// </remarks>
public sealed record WithinFilter : Filter
{
    internal WithinFilter(string field, GeoPoint southWest, GeoPoint northEast, string path)
    {
        Field = FilterOperands.Field(field);
        if (southWest.Latitude > northEast.Latitude)
        {
            throw new VectorStoreException(
                $"{path}.south", southWest.Latitude, string.Create(null, $"at most the north of the box, {northEast.Latitude:R}"));
        }
        SouthWest = southWest;
        NorthEast = northEast;
    }

    /// <summary>The payload field.</summary>
    public string Field { get; }

    /// <summary>Its lower left corner.</summary>
    public GeoPoint SouthWest { get; }

    /// <summary>Its upper right corner.</summary>
    public GeoPoint NorthEast { get; }

    internal override FilterSize Size => FilterSize.OfCondition(values: 1);

    /// <summary>Whether a place matches.</summary>
    public bool Contains(GeoPoint place) =>
        place.Latitude >= SouthWest.Latitude && place.Latitude <= NorthEast.Latitude
        && (ContainsLongitude(place.Longitude) || (Math.Abs(place.Longitude) == 180 && ContainsLongitude(-place.Longitude)));

    private bool ContainsLongitude(double longitude) => SouthWest.Longitude <= NorthEast.Longitude
        ? longitude >= SouthWest.Longitude && longitude <= NorthEast.Longitude
        : longitude >= SouthWest.Longitude || longitude <= NorthEast.Longitude;
}
