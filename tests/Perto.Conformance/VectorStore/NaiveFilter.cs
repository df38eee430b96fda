using Perto.Vectors;

namespace Perto.Conformance;

/// <summary>What a filter means, one record at a time, written to be read rather than to be fast.</summary>
internal static class NaiveFilter
{
    public static bool Matches(Filter filter, VectorRecord record) => filter.Match(
        comparison: f => f.Operator switch
        {
            ComparisonOperator.Equal => HasAny(record, f.Field, [f.Value]),
            ComparisonOperator.NotEqual => !HasAny(record, f.Field, [f.Value]),
            ComparisonOperator.Greater => Compare(record, f) > 0,
            ComparisonOperator.GreaterOrEqual => Compare(record, f) >= 0,
            ComparisonOperator.Less => Compare(record, f) < 0,
            _ => Compare(record, f) <= 0,
        },
        set: f => f.Operator switch
        {
            SetOperator.In => HasAny(record, f.Field, f.Values),
            SetOperator.NotIn => !HasAny(record, f.Field, f.Values),
            _ => record.Payload.TryGetValue(f.Field, out PayloadValue list) && f.Values.All(v => list.Keywords.Contains(v.Keyword)),
        },
        exists: f => record.Payload.ContainsKey(f.Field) == f.Exists,
        near: f => record.Payload.TryGetValue(f.Field, out PayloadValue place) && Meters(f.Center, place.Geo) <= f.Meters,
        within: f => record.Payload.TryGetValue(f.Field, out PayloadValue place) && IsWithin(f, place.Geo),
        words: f => record.Payload.TryGetValue(f.Field, out PayloadValue text) && f.Words.All(TextWords.Distinct(text.Keyword).Contains),
        and: f => f.Operands.All(o => Matches(o, record)),
        or: f => f.Operands.Any(o => Matches(o, record)),
        not: f => !Matches(f.Operand, record));

    // By the angle between the unit vectors: another formula than the store's.
    private static double Meters(GeoPoint a, GeoPoint b)
    {
        (double X, double Y, double Z) u = OnSphere(a), v = OnSphere(b);
        (double x, double y, double z) = ((u.Y * v.Z) - (u.Z * v.Y), (u.Z * v.X) - (u.X * v.Z), (u.X * v.Y) - (u.Y * v.X));
        double sine = Math.Sqrt((x * x) + (y * y) + (z * z)), cosine = (u.X * v.X) + (u.Y * v.Y) + (u.Z * v.Z);
        return GeoPoint.EarthRadius * Math.Atan2(sine, cosine);
    }

    private static (double X, double Y, double Z) OnSphere(GeoPoint place)
    {
        (double north, double east) = (place.Latitude * Math.PI / 180, place.Longitude * Math.PI / 180);
        return (Math.Cos(north) * Math.Cos(east), Math.Cos(north) * Math.Sin(east), Math.Sin(north));
    }

    // Walks east from the western edge, as a map would.
    private static bool IsWithin(WithinFilter box, GeoPoint place)
    {
        double width = box.NorthEast.Longitude - box.SouthWest.Longitude, east = place.Longitude - box.SouthWest.Longitude;
        return place.Latitude >= box.SouthWest.Latitude && place.Latitude <= box.NorthEast.Latitude
            && (width == 360 || (east + 360) % 360 <= (width + 360) % 360);
    }

    private static bool HasAny(VectorRecord record, string field, IReadOnlyList<PayloadValue> values)
    {
        if (!record.Payload.TryGetValue(field, out PayloadValue value))
            return false;
        return value.Kind == PayloadKind.Keywords ? value.Keywords.Any(k => values.Contains(k)) : values.Contains(value);
    }

    // NaN answers no to every comparison, as a missing field must.
    private static double Compare(VectorRecord record, ComparisonFilter filter)
    {
        if (!record.Payload.TryGetValue(filter.Field, out PayloadValue value))
            return double.NaN;
        return value.Kind == PayloadKind.Time ? value.Time.CompareTo(filter.Value.Time) : value.Number.CompareTo(filter.Value.Number);
    }
}
