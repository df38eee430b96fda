using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perto.Vectors;

/// <summary>
/// Payload values in JSON. A moment is written as an ISO 8601 string and read back as a string: only the schema knows which it is,
/// and turns it into a moment when the record is bound.
/// </summary>
public sealed class PayloadValueJsonConverter : JsonConverter<PayloadValue>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    public override PayloadValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType switch
        {
            JsonTokenType.Null => PayloadValue.None,
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String => reader.GetString(),
            JsonTokenType.Number => reader.TryGetInt64(out long integer) ? (PayloadValue)integer : reader.GetDouble(),
            JsonTokenType.StartArray => ReadKeywords(ref reader),
            _ => throw new JsonException("A payload value is a string, an array of strings, a number, true, false or null."),
        };

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PayloadValue value, JsonSerializerOptions options)
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
            default:
                writer.WriteStringValue(PayloadTime.Write(value));
                break;
        }
    }

    private static PayloadValue ReadKeywords(ref Utf8JsonReader reader)
    {
        List<string> keywords = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            keywords.Add(reader.TokenType == JsonTokenType.String
                ? reader.GetString()!
                : throw new JsonException("An array in a payload holds strings."));
        }
        return PayloadValue.FromOwnedArray([.. keywords]);
    }
}
