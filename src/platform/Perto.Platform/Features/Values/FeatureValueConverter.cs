using System.Text.Json;
using System.Text.Json.Serialization;

namespace Perto.Platform;

/// <summary>Reads and writes <see cref="FeatureValue"/> without knowing its feature.</summary>
internal sealed class FeatureValueConverter : JsonConverter<FeatureValue>
{
    public override FeatureValue Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Number => ReadNumber(ref reader),
        JsonTokenType.True => FeatureValue.Of(true),
        JsonTokenType.False => FeatureValue.Of(false),
        JsonTokenType.String => FeatureValue.Of(reader.GetString()!),
        JsonTokenType.StartArray => ReadList(ref reader),
        JsonTokenType.StartObject => ReadMap(ref reader),
        _ => throw new JsonException("A feature is a number, true or false, a text, a list of texts or of numbers, or an object of numbers"),
    };

    public override void Write(Utf8JsonWriter writer, FeatureValue value, JsonSerializerOptions options)
    {
        switch (value.Raw)
        {
            case double number:
                writer.WriteNumberValue(number);
                break;
            case long number:
                writer.WriteNumberValue(number);
                break;
            case bool truth:
                writer.WriteBooleanValue(truth);
                break;
            case string text:
                writer.WriteStringValue(text);
                break;
            case string[] words:
                writer.WriteStartArray();
                foreach (string word in words)
                    writer.WriteStringValue(word);
                writer.WriteEndArray();
                break;
            case float[] numbers:
                writer.WriteStartArray();
                foreach (float number in numbers)
                    writer.WriteNumberValue(number);
                writer.WriteEndArray();
                break;
            case IReadOnlyList<KeyValuePair<string, double>> entries:
                writer.WriteStartObject();
                foreach ((string key, double number) in entries)
                    writer.WriteNumber(key, number);
                writer.WriteEndObject();
                break;
        }
    }

    private static FeatureValue ReadNumber(ref Utf8JsonReader reader) =>
        reader.TryGetInt64(out long whole) ? FeatureValue.Of(whole)
        : reader.TryGetDouble(out double number) && double.IsFinite(number) ? FeatureValue.Of(number)
        : throw new JsonException("A number is out of range");

    private static FeatureValue ReadList(ref Utf8JsonReader reader)
    {
        List<string> words = [];
        List<float> numbers = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.String && numbers.Count == 0)
                words.Add(reader.GetString()!);
            else if (reader.TokenType == JsonTokenType.Number && words.Count == 0 && reader.TryGetSingle(out float number) && float.IsFinite(number))
                numbers.Add(number);
            else
                throw new JsonException("A list is of texts or of numbers in the range of 32-bit floats");
        }
        return words.Count > 0 ? FeatureValue.Of(words.ToArray()) : FeatureValue.Of(numbers.ToArray());
    }

    private static FeatureValue ReadMap(ref Utf8JsonReader reader)
    {
        Dictionary<string, double> entries = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            string key = reader.GetString()!;
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out double number) || !double.IsFinite(number))
                throw new JsonException("An object is of numbers");
            if (!entries.TryAdd(key, number))
                throw new JsonException("An object has a name twice");
        }
        return FeatureValue.Of([.. entries]);
    }
}
