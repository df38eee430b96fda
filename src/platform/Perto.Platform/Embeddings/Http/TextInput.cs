using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>A text, or a list of texts.</summary>
/// <param name="Texts">The texts.</param>
[JsonConverter(typeof(Converter))]
public sealed record TextInput(IReadOnlyList<string> Texts)
{
    internal sealed class Converter : JsonConverter<TextInput>
    {
        private const string Rule = "must be a text or a list of texts; tokens are not taken, because they mean something to the model they were made for only";

        public override TextInput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (reader.TokenType == JsonTokenType.String)
                return new TextInput([reader.GetString()!]);
            if (reader.TokenType != JsonTokenType.StartArray)
                throw new JsonException(Rule);
            var texts = new List<string>();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                texts.Add(reader.TokenType == JsonTokenType.String ? reader.GetString()! : throw new JsonException(Rule));
            return new TextInput(texts);
        }

        public override void Write(Utf8JsonWriter writer, TextInput value, JsonSerializerOptions options)
        {
            writer.WriteStartArray();
            foreach (string text in value.Texts)
                writer.WriteStringValue(text);
            writer.WriteEndArray();
        }
    }
}
