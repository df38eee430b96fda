using System.Text;
using System.Text.Json;

namespace Perto.Vectors;

/// <summary>
/// The JSON form of a filter, in the style of MongoDB:
/// <c>{"genre": "drama", "year": {"$gte": 1990, "$lt": 2000}, "$or": [{"rating": {"$gt": 8}}, {"tags": {"$all": ["classic"]}}]}</c>.
/// </summary>
/// <remarks>
/// <list type="bullet">
/// <item>The members of an object must all match; <c>{}</c> matches everything.</item>
/// <item>Operators of a field: <c>$eq $ne $gt $gte $lt $lte $in $nin $all $exists $not $near $within $words</c>; a bare value is
/// <c>$eq</c>.</item>
/// <item><c>$and</c> and <c>$or</c> take a list of filters, <c>$not</c> takes one.</item>
/// <item><c>null</c> with <c>$eq</c> asks for a missing field and with <c>$ne</c> for one that is there.</item>
/// <item>A moment is <c>{"$date": "2025-01-31T12:00:00Z"}</c>; for a time field a plain string in that form does as well.</item>
/// <item>Places: <c>{"$near": {"lat": 52.5, "lon": 13.4, "meters": 2000}}</c> and
/// <c>{"$within": {"south": 47, "west": 6, "north": 55, "east": 15}}</c>. Texts: <c>{"$words": "red planet"}</c>.</item>
/// <item>A number with a point or an exponent is a number, any other an integer.</item>
/// </list>
/// </remarks>
public static class FilterJson
{
    /// <summary>Longest accepted text, in bytes of UTF-8.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>Reads a filter.</summary>
    /// <exception cref="VectorStoreException">It is not JSON or not a filter; the field is the path to the fault.</exception>
    public static Filter Parse(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length > MaxBytes)
            throw TooLong(json.Length);
        return TextRules.IsStorable(json)
            ? Parse(Encoding.UTF8.GetBytes(json))
            : throw new VectorStoreException("filter", json, TextRules.Allowed);
    }

    /// <summary>Reads a filter from UTF-8.</summary>
    /// <exception cref="VectorStoreException">It is not JSON or not a filter; the field is the path to the fault.</exception>
    public static Filter Parse(ReadOnlyMemory<byte> json)
    {
        if (json.Length > MaxBytes)
            throw TooLong(json.Length);
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, FilterReader.JsonOptions);
            return FilterReader.Read(document.RootElement);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The second is what the parser throws for a name that is not Unicode.
            throw new VectorStoreException("filter", Encoding.UTF8.GetString(json.Span), $"JSON ({fault.Message})", fault);
        }
    }

    /// <summary>Reads a filter from JSON that is parsed already.</summary>
    /// <exception cref="VectorStoreException">It is not a filter; the field is the path to the fault.</exception>
    public static Filter Parse(JsonElement json) => FilterReader.Read(json);

    /// <summary>Writes a filter.</summary>
    public static string Write(Filter filter) => FilterWriter.Write(filter);

    /// <summary>Writes a filter as the next value of <paramref name="writer"/>.</summary>
    public static void Write(Utf8JsonWriter writer, Filter filter) => FilterWriter.Write(writer, filter);

    private static VectorStoreException TooLong(int length) => new("filter", $"{length} bytes", $"at most {MaxBytes} bytes of JSON");
}
