using System.Globalization;
using System.Text.Json;
using Perto.Vectors;

namespace Perto.Testing;

/// <summary>A filter as Qdrant reads it. What it does not know it refuses; numbers are compared as doubles, edges of boxes and circles are outside.</summary>
internal sealed class QdrantFilter
{
    private readonly Func<QdrantPoint, bool>[] _must;
    private readonly Func<QdrantPoint, bool>[] _should;
    private readonly Func<QdrantPoint, bool>[] _mustNot;

    private QdrantFilter(JsonElement json)
    {
        foreach (JsonProperty member in json.EnumerateObject())
        {
            if (member.Name is not ("must" or "should" or "must_not"))
                throw QdrantRefusal.Format($"unknown field `{member.Name}`, expected one of `should`, `min_should`, `must`, `must_not`");
        }
        _must = Conditions(json, "must");
        _should = Conditions(json, "should");
        _mustNot = Conditions(json, "must_not");
    }

    /// <summary>Reads the member <c>filter</c>; everything matches where it is absent.</summary>
    public static QdrantFilter? Of(JsonElement body) =>
        body.TryGetProperty("filter", out JsonElement json) && json.ValueKind != JsonValueKind.Null ? Read(json) : null;

    public static QdrantFilter Read(JsonElement json) => json.ValueKind == JsonValueKind.Object
        ? new QdrantFilter(json)
        : throw QdrantRefusal.Format("invalid type: expected struct Filter");

    public bool Matches(QdrantPoint point) =>
        Array.TrueForAll(_must, condition => condition(point))
        && (_should.Length == 0 || Array.Exists(_should, condition => condition(point)))
        && !Array.Exists(_mustNot, condition => condition(point));

    private static Func<QdrantPoint, bool>[] Conditions(JsonElement json, string clause)
    {
        if (!json.TryGetProperty(clause, out JsonElement conditions) || conditions.ValueKind == JsonValueKind.Null)
            return [];
        return conditions.ValueKind == JsonValueKind.Array ? [.. conditions.EnumerateArray().Select(Condition)] : [Condition(conditions)];
    }

    private static Func<QdrantPoint, bool> Condition(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw Unknown(json);
        if (json.TryGetProperty("key", out JsonElement key))
            return Field(QdrantPath.Parse(key.GetString()!), json);
        if (json.TryGetProperty("is_empty", out JsonElement empty))
        {
            QdrantPath path = QdrantPath.Parse(empty.GetProperty("key").GetString()!);
            return point => path.Values(point.Payload).All(value => value.ValueKind == JsonValueKind.Null);
        }
        if (json.TryGetProperty("is_null", out JsonElement isNull))
        {
            QdrantPath path = QdrantPath.Parse(isNull.GetProperty("key").GetString()!);
            return point => path.Values(point.Payload).Any(value => value.ValueKind == JsonValueKind.Null);
        }
        if (json.TryGetProperty("has_id", out JsonElement ids))
        {
            HashSet<QdrantPointId> set = [.. ids.EnumerateArray().Select(QdrantPointId.Read)];
            return point => set.Contains(point.Id);
        }
        if (json.TryGetProperty("has_vector", out JsonElement vector))
        {
            string name = vector.GetString()!;
            return point => point.Vectors.ContainsKey(name);
        }
        if (json.EnumerateObject().Any(member => member.Name is "must" or "should" or "must_not"))
            return Read(json).Matches;
        throw Unknown(json);
    }

    private static Func<QdrantPoint, bool> Field(QdrantPath path, JsonElement json)
    {
        Func<JsonElement, bool> accepts =
            json.TryGetProperty("match", out JsonElement match) ? Match(match)
            : json.TryGetProperty("range", out JsonElement range) ? Range(range)
            : json.TryGetProperty("geo_radius", out JsonElement circle) ? Circle(circle)
            : json.TryGetProperty("geo_bounding_box", out JsonElement box) ? Box(box)
            : throw Unknown(json);
        // A place is an object and not a list of values.
        return point => path.Values(point.Payload).Any(accepts);
    }

    private static Func<JsonElement, bool> Match(JsonElement match)
    {
        if (match.TryGetProperty("value", out JsonElement value))
            return given => Same(given, value);
        if (match.TryGetProperty("any", out JsonElement any))
            return AnyOf(any);
        if (match.TryGetProperty("except", out JsonElement except))
        {
            Func<JsonElement, bool> excepted = AnyOf(except);
            return given => !excepted(given);
        }
        throw Unknown(match);
    }

    private static Func<JsonElement, bool> AnyOf(JsonElement list)
    {
        if (list.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.String))
        {
            HashSet<string> texts = [.. list.EnumerateArray().Select(item => item.GetString()!)];
            return given => given.ValueKind == JsonValueKind.String && texts.Contains(given.GetString()!);
        }
        HashSet<long> integers = [.. list.EnumerateArray().Select(item => item.TryGetInt64(out long integer) ? integer : throw Unknown(list))];
        return given => given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out long integer) && integers.Contains(integer);
    }

    private static bool Same(JsonElement given, JsonElement wanted) => wanted.ValueKind switch
    {
        JsonValueKind.String => given.ValueKind == JsonValueKind.String && given.GetString() == wanted.GetString(),
        JsonValueKind.True or JsonValueKind.False => given.ValueKind == wanted.ValueKind,
        JsonValueKind.Number when wanted.TryGetInt64(out long integer) =>
            given.ValueKind == JsonValueKind.Number && given.TryGetInt64(out long other) && other == integer,
        _ => throw Unknown(wanted),
    };

    private static Func<JsonElement, bool> Range(JsonElement range)
    {
        (string Name, JsonElement Bound)[] bounds =
            [.. range.EnumerateObject().Where(member => member.Value.ValueKind != JsonValueKind.Null).Select(member => (member.Name, member.Value))];
        if (Array.Find(bounds, bound => bound.Name is not ("gt" or "gte" or "lt" or "lte")).Name is { } unknown)
            throw QdrantRefusal.Format($"unknown field `{unknown}`");
        if (Array.TrueForAll(bounds, bound => bound.Bound.ValueKind == JsonValueKind.Number))
        {
            (string Name, double Bound)[] numbers = [.. bounds.Select(bound => (bound.Name, bound.Bound.GetDouble()))];
            return given => given.ValueKind == JsonValueKind.Number && Array.TrueForAll(numbers, bound => Holds(bound.Name, given.GetDouble().CompareTo(bound.Bound)));
        }
        (string Name, DateTimeOffset Bound)[] moments = [.. bounds.Select(bound => (bound.Name, Moment(bound.Bound) ?? throw Unknown(range)))];
        return given => Moment(given) is { } moment && Array.TrueForAll(moments, bound => Holds(bound.Name, moment.CompareTo(bound.Bound)));
    }

    private static bool Holds(string order, int comparison) => order switch
    {
        "gt" => comparison > 0,
        "gte" => comparison >= 0,
        "lt" => comparison < 0,
        _ => comparison <= 0,
    };

    private static DateTimeOffset? Moment(JsonElement json) =>
        json.ValueKind == JsonValueKind.String
        && DateTimeOffset.TryParse(json.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment)
            ? moment
            : null;

    private static Func<JsonElement, bool> Circle(JsonElement circle)
    {
        (double latitude, double longitude) = Place(circle.GetProperty("center")) ?? throw QdrantRefusal.Format("center is no geo point");
        double radius = circle.GetProperty("radius").GetDouble();
        return given => Place(given) is { } place && Haversine(latitude, longitude, place.Latitude, place.Longitude) < radius;
    }

    private static Func<JsonElement, bool> Box(JsonElement box)
    {
        (double north, double west) = Place(box.GetProperty("top_left")) ?? throw QdrantRefusal.Format("top_left is no geo point");
        (double south, double east) = Place(box.GetProperty("bottom_right")) ?? throw QdrantRefusal.Format("bottom_right is no geo point");
        return given => Place(given) is { } place
            && (west > east ? place.Longitude > west || place.Longitude < east : west < place.Longitude && place.Longitude < east)
            && south < place.Latitude && place.Latitude < north;
    }

    private static (double Latitude, double Longitude)? Place(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty("lat", out JsonElement lat) || !json.TryGetProperty("lon", out JsonElement lon))
            return null;
        (double latitude, double longitude) = (lat.GetDouble(), lon.GetDouble());
        return Math.Abs(latitude) <= 90 && Math.Abs(longitude) <= 180
            ? (latitude, longitude)
            : throw QdrantRefusal.Format($"Wrong format of GeoPoint payload: expected `lat` within [-90;90] and `lon` within [-180;180]");
    }

    // Without thought for the meridian that has two names.
    private static double Haversine(double lat1, double lon1, double lat2, double lon2)
    {
        double north = double.DegreesToRadians(lat2 - lat1), east = double.DegreesToRadians(lon2 - lon1);
        double a = Math.Pow(Math.Sin(north / 2), 2)
            + (Math.Cos(double.DegreesToRadians(lat1)) * Math.Cos(double.DegreesToRadians(lat2)) * Math.Pow(Math.Sin(east / 2), 2));
        return 2 * GeoPoint.EarthRadius * Math.Asin(Math.Min(1, Math.Sqrt(a)));
    }

    private static QdrantRefusal Unknown(JsonElement json)
    {
        string text = json.GetRawText();
        return QdrantRefusal.Format($"data did not match any variant of untagged enum Condition: {(text.Length > 80 ? text[..80] : text)}");
    }
}
