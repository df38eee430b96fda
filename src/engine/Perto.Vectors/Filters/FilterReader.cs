using System.Globalization;
using System.Text.Json;

namespace Perto.Vectors;

/// <summary>JSON to filter. Each step carries the path to where it stands, for the message of a fault.</summary>
internal static class FilterReader
{
    private const string Operators = "$eq, $ne, $gt, $gte, $lt, $lte, $in, $nin, $all, $exists, $near, $within, $words or $not";

    // A level of the filter is at most two levels of JSON ({"$and": [...]}), and a condition three.
    public static readonly JsonDocumentOptions JsonOptions = new()
    {
        MaxDepth = (2 * Filter.MaxDepth) + 8,
        AllowDuplicateProperties = false,
    };

    public static Filter Read(JsonElement json) => ReadObject(json, "filter", depth: 1);

    private static Filter ReadObject(JsonElement json, string path, int depth)
    {
        if (json.ValueKind != JsonValueKind.Object)
            throw new VectorStoreException(path, Shown(json), "an object");
        // The filter's own limit counts nodes; {"$and": [one]} makes none, so the JSON is counted too.
        if (depth > Filter.MaxDepth)
            throw new VectorStoreException(path, $"depth {depth}", $"nested at most {Filter.MaxDepth} deep");

        List<Filter> parts = [];
        foreach (JsonProperty member in json.EnumerateObject())
        {
            string name = Name(member, path);
            string inner = $"{path}.{name}";
            if (name is "$and")
                parts.Add(Filter.And(ReadList(member.Value, inner, depth)));
            else if (name is "$or")
                parts.Add(Filter.Or(ReadList(member.Value, inner, depth)));
            else if (name is "$not")
                parts.Add(Filter.Not(ReadObject(member.Value, inner, depth + 1)));
            else if (name is "" or ['$', ..])
                throw new VectorStoreException(inner, name, "a payload field, $and, $or or $not");
            else
                ReadField(name, member.Value, inner, depth, parts);
        }
        return Filter.And(parts);
    }

    private static List<Filter> ReadList(JsonElement json, string path, int depth)
    {
        if (json.ValueKind != JsonValueKind.Array || json.GetArrayLength() == 0)
            throw new VectorStoreException(path, Shown(json), "a list of at least one filter");
        List<Filter> list = new(json.GetArrayLength());
        foreach (JsonElement element in json.EnumerateArray())
            list.Add(ReadObject(element, $"{path}[{list.Count}]", depth + 1));
        return list;
    }

    private static void ReadField(string field, JsonElement json, string path, int depth, List<Filter> parts)
    {
        if (json.ValueKind != JsonValueKind.Object || IsDate(json))
        {
            parts.Add(ReadOperator(field, "$eq", json, path, depth));
            return;
        }
        int before = parts.Count;
        foreach (JsonProperty member in json.EnumerateObject())
        {
            string name = Name(member, path);
            parts.Add(ReadOperator(field, name, member.Value, $"{path}.{name}", depth));
        }
        if (parts.Count == before)
            throw new VectorStoreException(path, "{}", $"a value or an object of {Operators}");
    }

    private static Filter ReadOperator(string field, string name, JsonElement json, string path, int depth)
    {
        if (name is "$not")
        {
            if (json.ValueKind != JsonValueKind.Object || depth == Filter.MaxDepth)
                throw new VectorStoreException(path, Shown(json), $"an object of operators, nested at most {Filter.MaxDepth} deep");
            List<Filter> parts = [];
            ReadField(field, json, path, depth + 1, parts);
            return Filter.Not(Filter.And(parts));
        }
        if (json.ValueKind == JsonValueKind.Null && name is "$eq" or "$ne")
            return name is "$eq" ? Filter.Missing(field) : Filter.Exists(field);
        return name switch
        {
            "$eq" => Filter.Eq(field, ReadValue(json, path)),
            "$ne" => Filter.Ne(field, ReadValue(json, path)),
            "$gt" => Filter.Gt(field, ReadValue(json, path)),
            "$gte" => Filter.Gte(field, ReadValue(json, path)),
            "$lt" => Filter.Lt(field, ReadValue(json, path)),
            "$lte" => Filter.Lte(field, ReadValue(json, path)),
            "$in" => Filter.In(field, ReadValues(json, path)),
            "$nin" => Filter.NotIn(field, ReadValues(json, path)),
            "$all" => Filter.ContainsAll(field, ReadValues(json, path)),
            "$near" => ReadNear(field, json, path),
            "$within" => ReadWithin(field, json, path),
            "$words" when json.ValueKind is JsonValueKind.String => new WordsFilter(field, Text(json, path), path),
            "$words" => throw new VectorStoreException(path, Shown(json), "text with at least one word"),
            "$exists" when json.ValueKind is JsonValueKind.True => Filter.Exists(field),
            "$exists" when json.ValueKind is JsonValueKind.False => Filter.Missing(field),
            "$exists" => throw new VectorStoreException(path, Shown(json), "true or false"),
            _ => throw new VectorStoreException(path, name, Operators),
        };
    }

    private static NearFilter ReadNear(string field, JsonElement json, string path)
    {
        Span<double> numbers = stackalloc double[3];
        ReadNumbers(json, path, ["lat", "lon", "meters"], numbers);
        return new NearFilter(field, GeoPoint.At(numbers[0], numbers[1], path), numbers[2], path);
    }

    private static WithinFilter ReadWithin(string field, JsonElement json, string path)
    {
        Span<double> numbers = stackalloc double[4];
        ReadNumbers(json, path, ["south", "west", "north", "east"], numbers);
        GeoPoint southWest = new(
            GeoPoint.LatitudeOf(numbers[0], $"{path}.south"), GeoPoint.LongitudeOf(numbers[1], $"{path}.west"));
        GeoPoint northEast = new(
            GeoPoint.LatitudeOf(numbers[2], $"{path}.north"), GeoPoint.LongitudeOf(numbers[3], $"{path}.east"));
        return new WithinFilter(field, southWest, northEast, path);
    }

    /// <summary>Reads an object that has exactly these members, all numbers.</summary>
    private static void ReadNumbers(JsonElement json, string path, ReadOnlySpan<string> names, Span<double> numbers)
    {
        string allowed = $"an object with the numbers {string.Join(", ", names!)}";
        if (json.ValueKind != JsonValueKind.Object || json.GetPropertyCount() != names.Length)
            throw new VectorStoreException(path, Shown(json), allowed);
        for (int i = 0; i < names.Length; i++)
        {
            if (!json.TryGetProperty(names[i], out JsonElement number) || number.ValueKind != JsonValueKind.Number)
                throw new VectorStoreException(path, Shown(json), allowed);
            numbers[i] = number.TryGetDouble(out double value) && double.IsFinite(value)
                ? value
                : throw new VectorStoreException($"{path}.{names[i]}", Shown(number), "a number that fits 64 bits");
        }
    }

    private static PayloadValue[] ReadValues(JsonElement json, string path)
    {
        if (json.ValueKind != JsonValueKind.Array)
            throw new VectorStoreException(path, Shown(json), "a list of values");
        if (json.GetArrayLength() > Filter.MaxValues)
            throw new VectorStoreException(path, $"{json.GetArrayLength()} values", $"a list of at most {Filter.MaxValues} values");
        PayloadValue[] values = new PayloadValue[json.GetArrayLength()];
        int i = 0;
        foreach (JsonElement element in json.EnumerateArray())
        {
            values[i] = ReadValue(element, $"{path}[{i}]");
            i++;
        }
        return values;
    }

    private static PayloadValue ReadValue(JsonElement json, string path)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                return Text(json, path);
            case JsonValueKind.True:
                return true;
            case JsonValueKind.False:
                return false;
            case JsonValueKind.Number:
                return ReadNumber(json, path);
            case JsonValueKind.Object when IsDate(json):
                JsonElement date = json.GetProperty("$date"u8);
                return date.ValueKind == JsonValueKind.String && PayloadTime.TryParse(Text(date, path), out PayloadValue moment)
                    ? moment
                    : throw new VectorStoreException($"{path}.$date", Shown(date), PayloadTime.Allowed);
            default:
                throw new VectorStoreException(path, Shown(json), "a string, a number, true, false or {\"$date\": \"...\"}");
        }
    }

    private static PayloadValue ReadNumber(JsonElement json, string path)
    {
        if (json.TryGetInt64(out long integer))
            return integer;
        return json.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw new VectorStoreException(path, Shown(json), "a number that fits 64 bits");
    }

    private static bool IsDate(JsonElement json) =>
        json.ValueKind == JsonValueKind.Object && json.GetPropertyCount() == 1 && json.TryGetProperty("$date"u8, out _);

    // An escaped lone surrogate passes as JSON and fails only when the text is asked for.
    private static string Text(JsonElement json, string path)
    {
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException fault)
        {
            throw new VectorStoreException(path, "a string", TextRules.Allowed, fault);
        }
    }

    private static string Name(JsonProperty member, string path)
    {
        try
        {
            return member.Name;
        }
        catch (InvalidOperationException fault)
        {
            throw new VectorStoreException(path, "a name", TextRules.Allowed, fault);
        }
    }

    private static string Shown(JsonElement json) => string.Create(CultureInfo.InvariantCulture, $"{json.ValueKind} {json.GetRawText()}");
}
