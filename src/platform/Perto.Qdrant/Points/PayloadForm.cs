using System.Globalization;
using System.Text.Json;
using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>
/// How payload stands in Qdrant: under the names of its fields, with what filters need of it beside it. A value that is null is missing, for
/// Qdrant and for us.
/// </summary>
internal static class PayloadForm
{
    /// <summary>Writes a value and what stands beside it, as members of the object that is open; nulls where the value is none.</summary>
    public static void Write(Utf8JsonWriter writer, PayloadField field, PayloadValue value)
    {
        writer.WritePropertyName(field.Name);
        bool none = value.Kind is PayloadKind.None;
        if (none)
            writer.WriteNullValue();
        else
            WriteValue(writer, field.Kind, value);
        switch (field.Kind)
        {
            case PayloadKind.Text when none:
                writer.WriteNull(Keys.Words(field.Name));
                break;
            case PayloadKind.Text:
                writer.WriteStartArray(Keys.Words(field.Name));
                foreach (string word in TextWords.Distinct(value.Keyword))
                    writer.WriteStringValue(word);
                writer.WriteEndArray();
                break;
            case PayloadKind.Integer when !none && IsLarge(value.Integer):
                writer.WriteStartObject(Keys.Large(field.Name));
                writer.WriteNumber("high"u8, High(value.Integer));
                writer.WriteNumber("low"u8, Low(value.Integer));
                writer.WriteEndObject();
                break;
            case PayloadKind.Integer:
                writer.WriteNull(Keys.Large(field.Name));
                break;
        }
    }

    /// <summary>Writes an expiry, as a member of the object that is open; null where there is none.</summary>
    public static void WriteExpiry(Utf8JsonWriter writer, DateTimeOffset? moment)
    {
        if (moment is { } expires)
            writer.WriteNumber(Keys.Expires, PayloadValue.UnixMicroseconds(expires));
        else
            writer.WriteNull(Keys.Expires);
    }

    /// <summary>Reads a value of a field; none where it is missing.</summary>
    /// <exception cref="FormatException">It is of another kind.</exception>
    public static PayloadValue Read(PayloadField field, JsonElement payload)
    {
        if (!payload.TryGetProperty(field.Name, out JsonElement value) || value.ValueKind == JsonValueKind.Null)
            return PayloadValue.None;
        return field.Kind switch
        {
            PayloadKind.Keyword or PayloadKind.Text => Text(value),
            PayloadKind.Keywords => ReadList(value),
            PayloadKind.Integer => value.GetInt64(),
            PayloadKind.Number => value.GetDouble(),
            PayloadKind.Boolean => value.GetBoolean(),
            PayloadKind.Time => PayloadTime.TryParse(Text(value), out PayloadValue moment) ? moment : throw new FormatException($"{field} is no moment"),
            _ => new GeoPoint(value.GetProperty("lat"u8).GetDouble(), value.GetProperty("lon"u8).GetDouble()),
        };
    }

    /// <summary>Whether doubles do not tell an integer from its neighbours.</summary>
    public static bool IsLarge(long integer) => integer is > Keys.LargestPlain or < -Keys.LargestPlain;

    /// <summary>The upper half of an integer, with its sign.</summary>
    public static long High(long integer) => integer >> 32;

    /// <summary>The lower half of an integer, 0 to 4,294,967,295.</summary>
    public static long Low(long integer) => integer & uint.MaxValue;

    /// <summary>A moment as it stands in payload and in filters: UTC, to the microsecond.</summary>
    public static string Time(PayloadValue moment) => moment.Time.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    private static void WriteValue(Utf8JsonWriter writer, PayloadKind kind, PayloadValue value)
    {
        switch (kind)
        {
            case PayloadKind.Keyword or PayloadKind.Text:
                writer.WriteStringValue(value.Keyword);
                break;
            case PayloadKind.Keywords:
                writer.WriteStartArray();
                foreach (string keyword in value.KeywordArray)
                    writer.WriteStringValue(keyword);
                if (value.KeywordArray.Length == 0)
                    writer.WriteStringValue(Keys.EmptyList);
                writer.WriteEndArray();
                break;
            case PayloadKind.Integer:
                writer.WriteNumberValue(value.Integer);
                break;
            case PayloadKind.Number:
                writer.WriteNumberValue(value.Number);
                break;
            case PayloadKind.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            case PayloadKind.Time:
                writer.WriteStringValue(Time(value));
                break;
            default:
                writer.WriteStartObject();
                writer.WriteNumber("lat"u8, value.Geo.Latitude);
                writer.WriteNumber("lon"u8, value.Geo.Longitude);
                writer.WriteEndObject();
                break;
        }
    }

    private static PayloadValue ReadList(JsonElement value)
    {
        string[] list = [.. value.EnumerateArray().Select(Text)];
        return PayloadValue.FromOwnedArray(list is [Keys.EmptyList] ? [] : list);
    }

    private static string Text(JsonElement value) => value.GetString() ?? throw new FormatException("null stands where a text should");
}
