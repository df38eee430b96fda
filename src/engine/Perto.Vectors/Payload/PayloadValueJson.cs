using System.Text.Encodings.Web;
using System.Text.Json;

namespace Perto.Vectors;

/// <summary>Payload values in JSON, with faults that name the path; <see cref="PayloadValueJsonConverter"/> says what the form is.</summary>
internal static class PayloadValueJson
{
    public const string Allowed = "a string, a list of strings, a number, true, false, null or a place {\"lat\": .., \"lon\": ..}";

    public static readonly JsonWriterOptions WriterOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static PayloadValue Read(ref Utf8JsonReader reader, string path) => reader.TokenType switch
    {
        JsonTokenType.Null => PayloadValue.None,
        JsonTokenType.True => true,
        JsonTokenType.False => false,
        JsonTokenType.String => JsonText.String(ref reader, path, Allowed),
        JsonTokenType.Number => reader.TryGetInt64(out long integer) ? (PayloadValue)integer : JsonText.Number(ref reader, path),
        JsonTokenType.StartArray => ReadKeywords(ref reader, path),
        JsonTokenType.StartObject => ReadPlace(ref reader, path),
        _ => throw new VectorStoreException(path, reader.TokenType, Allowed),
    };

    public static void Write(Utf8JsonWriter writer, PayloadValue value)
    {
        switch (value.Kind)
        {
            case PayloadKind.None:
                writer.WriteNullValue();
                break;
            case PayloadKind.Keyword:
                writer.WriteStringValue(value.Keyword);
                break;
            case PayloadKind.Keywords:
                writer.WriteStartArray();
                foreach (string keyword in value.KeywordArray)
                    writer.WriteStringValue(keyword);
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
            case PayloadKind.Geo:
                writer.WriteStartObject();
                writer.WriteNumber("lat"u8, value.Geo.Latitude);
                writer.WriteNumber("lon"u8, value.Geo.Longitude);
                writer.WriteEndObject();
                break;
            default:
                writer.WriteStringValue(PayloadTime.Write(value));
                break;
        }
    }

    private static PayloadValue ReadKeywords(ref Utf8JsonReader reader, string path)
    {
        List<string> keywords = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            keywords.Add(JsonText.String(ref reader, $"{path}[{keywords.Count}]", "a string"));
        return PayloadValue.FromOwnedArray([.. keywords]);
    }

    private static PayloadValue ReadPlace(ref Utf8JsonReader reader, string path)
    {
        double? latitude = null, longitude = null;
        while (JsonText.NextMember(ref reader, path, out string member))
        {
            if (member is "lat" && latitude is null)
                latitude = JsonText.Number(ref reader, $"{path}.lat");
            else if (member is "lon" && longitude is null)
                longitude = JsonText.Number(ref reader, $"{path}.lon");
            else
                throw new VectorStoreException($"{path}.{member}", member, "one of lat and lon, each once");
        }
        return latitude is { } lat && longitude is { } lon
            ? GeoPoint.At(lat, lon, path)
            : throw new VectorStoreException(path, "a place without one of them", "a place with lat and lon");
    }
}
