using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perto.Vectors;

/// <summary>
/// Payload values in JSON: a string, an array of strings, a number, true, false, null, a place <c>{"lat": .., "lon": ..}</c>. A moment is
/// written as an ISO 8601 string and read back as a string: only the schema knows which it is, and turns it into a moment when the record
/// is bound.
/// </summary>
public sealed class PayloadValueJsonConverter : JsonConverter<PayloadValue>
{
    /// <inheritdoc/>
    public override bool HandleNull => true;

    /// <inheritdoc/>
    /// <exception cref="JsonException">It is no payload value.</exception>
    public override PayloadValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return PayloadValueJson.Read(ref reader, "payload");
        }
        catch (VectorStoreException fault)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, PayloadValue value, JsonSerializerOptions options) =>
        PayloadValueJson.Write(writer, value);
}
