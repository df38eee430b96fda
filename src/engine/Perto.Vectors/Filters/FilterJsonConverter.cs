using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perto.Vectors;

/// <summary>Lets a filter stand in a request or a file; the form is at <see cref="FilterJson"/>.</summary>
public sealed class FilterJsonConverter : JsonConverter<Filter>
{
    /// <inheritdoc/>
    /// <exception cref="VectorStoreException">It is not a filter.</exception>
    public override Filter Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        FilterJson.Parse(JsonElement.ParseValue(ref reader));

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Filter value, JsonSerializerOptions options) => FilterJson.Write(writer, value);
}
