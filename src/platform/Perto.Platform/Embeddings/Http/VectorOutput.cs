using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>A vector in an answer.</summary>
/// <param name="Values">Its values.</param>
/// <param name="AsBase64">Whether it is written as base64 of float32 values, little-endian, in place of a list of numbers.</param>
[JsonConverter(typeof(Converter))]
public sealed record VectorOutput(float[] Values, bool AsBase64)
{
    internal sealed class Converter : JsonConverter<VectorOutput>
    {
        public override VectorOutput Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            try
            {
                if (reader.TokenType == JsonTokenType.String)
                    return new VectorOutput(EmbeddingSerializer.Read(reader.GetBytesFromBase64()), AsBase64: true);
            }
            catch (FormatException fault)
            {
                throw new JsonException($"must be base64 of float32 values: {fault.Message}", fault);
            }
            return new VectorOutput(JsonSerializer.Deserialize<float[]>(ref reader, options) ?? throw new JsonException("must be a list of numbers or base64"), AsBase64: false);
        }

        public override void Write(Utf8JsonWriter writer, VectorOutput value, JsonSerializerOptions options)
        {
            if (value.AsBase64)
            {
                writer.WriteBase64StringValue(EmbeddingSerializer.Write(value.Values));
                return;
            }
            writer.WriteStartArray();
            foreach (float number in value.Values)
                writer.WriteNumberValue(number);
            writer.WriteEndArray();
        }
    }
}
