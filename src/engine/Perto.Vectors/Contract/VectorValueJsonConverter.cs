using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perto.Vectors;

/// <summary>
/// Vectors in JSON: a list of numbers (dense), base64 of the bytes of bits, or <c>{"dimensions": [3, 9], "values": [1, 2]}</c> (sparse).
/// </summary>
public sealed class VectorValueJsonConverter : JsonConverter<VectorValue>
{
    /// <inheritdoc/>
    /// <exception cref="JsonException">It is no vector.</exception>
    public override VectorValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        try
        {
            return VectorValueJson.Read(ref reader, "vector");
        }
        catch (VectorStoreException fault)
        {
            throw new JsonException(fault.Message, fault);
        }
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, VectorValue value, JsonSerializerOptions options) => VectorValueJson.Write(writer, value);
}
