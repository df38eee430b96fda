using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>Reads a document as a text or as an object with a text, and writes it as an object.</summary>
internal sealed class RerankDocumentConverter : JsonConverter<RerankDocument>
{
    // The serializer would refuse it in its own words.
    public override bool HandleNull => true;

    public override RerankDocument Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        string? text = null;
        if (reader.TokenType == JsonTokenType.String)
        {
            text = reader.GetString();
        }
        else if (reader.TokenType == JsonTokenType.StartObject)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isText = reader.ValueTextEquals("text"u8);
                reader.Read();
                if (isText && reader.TokenType == JsonTokenType.String)
                    text = reader.GetString();
                else
                    reader.Skip();
            }
        }
        return new RerankDocument(text ?? throw new JsonException("a document must be a text or an object with a field 'text'"));
    }

    public override void Write(Utf8JsonWriter writer, RerankDocument value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("text"u8, value.Text);
        writer.WriteEndObject();
    }
}
