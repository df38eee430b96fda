namespace Perto.Vectors;

/// <summary>The place lies within a distance of another. Places too far north or south are dismissed before the distance is computed.</summary>
internal sealed class NearPredicate(int field, NearFilter filter)
    : GeoPredicate(field, GeoBand.Around(filter.Center.Latitude, filter.Meters))
{
    protected override bool Contains(GeoPoint place) => filter.Contains(place);
}
