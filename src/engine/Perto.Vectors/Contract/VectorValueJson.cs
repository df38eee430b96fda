using System.Text.Json;

namespace Perto.Vectors;

/// <summary>Vectors in JSON: a list of numbers, base64 of bits, or the dimensions and values of a sparse vector.</summary>
internal static class VectorValueJson
{
    public static void Write(Utf8JsonWriter writer, in VectorValue vector)
    {
        switch (vector.Kind)
        {
            case VectorKind.Dense:
                WriteList(writer, vector.Dense.Span);
                break;
            case VectorKind.Bits:
                writer.WriteBase64StringValue(vector.Bits.Span);
                break;
            default:
                writer.WriteStartObject();
                writer.WriteStartArray("dimensions"u8);
                foreach (uint dimension in vector.Sparse.Dimensions.Span)
                    writer.WriteNumberValue(dimension);
                writer.WriteEndArray();
                writer.WritePropertyName("values"u8);
                WriteList(writer, vector.Sparse.Values.Span);
                writer.WriteEndObject();
                break;
        }
    }

    /// <exception cref="VectorStoreException">It is not of the field's kind.</exception>
    public static VectorValue Read(ref Utf8JsonReader reader, VectorField field, string path) => field.Kind switch
    {
        VectorKind.Dense => ReadValues(ref reader, field.Dimension, path),
        VectorKind.Bits => ReadBits(ref reader, path),
        _ => ReadSparse(ref reader, path),
    };

    /// <summary>Reads a vector whose form says of which kind it is.</summary>
    /// <exception cref="VectorStoreException">It is of no kind.</exception>
    public static VectorValue Read(ref Utf8JsonReader reader, string path) => reader.TokenType switch
    {
        JsonTokenType.StartArray => ReadValues(ref reader, expected: 0, path),
        JsonTokenType.String => ReadBits(ref reader, path),
        JsonTokenType.StartObject => ReadSparse(ref reader, path),
        _ => throw new VectorStoreException(path, reader.TokenType, "a list of numbers, base64 of bits, or an object with dimensions and values"),
    };

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<float> values)
    {
        writer.WriteStartArray();
        foreach (float value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }

    private static float[] ReadValues(ref Utf8JsonReader reader, int expected, string path)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new VectorStoreException(path, reader.TokenType, "a list of numbers");
        List<float> values = new(expected);
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // Beyond float it becomes infinite, which binding refuses by name.
            values.Add((float)JsonText.Number(ref reader, $"{path}[{values.Count}]"));
            if (values.Count > Math.Max(VectorField.MaxDimension, SparseVector.MaxEntries))
                throw new VectorStoreException(path, $"more than {SparseVector.MaxEntries} values", "a list of fewer numbers");
        }
        return [.. values];
    }

    private static VectorValue ReadBits(ref Utf8JsonReader reader, string path) =>
        reader.TokenType == JsonTokenType.String && reader.TryGetBytesFromBase64(out byte[]? bytes)
            ? new BitVector(bytes)
            : throw new VectorStoreException(path, reader.TokenType, "base64 of the bits' bytes");

    private static VectorValue ReadSparse(ref Utf8JsonReader reader, string path)
    {
        const string Allowed = "an object with the lists dimensions and values";
        if (reader.TokenType != JsonTokenType.StartObject)
            throw new VectorStoreException(path, reader.TokenType, Allowed);
        uint[]? dimensions = null;
        float[]? values = null;
        while (JsonText.NextMember(ref reader, path, out string member))
        {
            if (member is "dimensions" && dimensions is null)
                dimensions = ReadDimensions(ref reader, $"{path}.dimensions");
            else if (member is "values" && values is null)
                values = ReadValues(ref reader, expected: 0, $"{path}.values");
            else
                throw new VectorStoreException($"{path}.{member}", member, "one of dimensions and values, each once");
        }
        return dimensions is not null && values is not null
            ? SparseVector.FromOwned(dimensions, values, path)
            : throw new VectorStoreException(path, "an object without one of them", Allowed);
    }

    private static uint[] ReadDimensions(ref Utf8JsonReader reader, string path)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new VectorStoreException(path, reader.TokenType, "a list of numbers");
        List<uint> dimensions = [];
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetUInt32(out uint dimension))
                throw new VectorStoreException($"{path}[{dimensions.Count}]", reader.TokenType, "an integer of 0..4294967295");
            dimensions.Add(dimension);
        }
        return [.. dimensions];
    }
}
