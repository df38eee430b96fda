namespace Perto.Vectors;

/// <summary>The place lies in a box.</summary>
internal sealed class WithinPredicate(int field, WithinFilter filter)
    : GeoPredicate(field, new GeoBand(filter.SouthWest.Latitude, filter.NorthEast.Latitude))
{
    protected override bool Contains(GeoPoint place) => filter.Contains(place);
}
