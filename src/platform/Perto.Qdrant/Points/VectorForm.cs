using System.Text.Json;
using Perto.Vectors;

namespace Perto.Qdrant;

/// <summary>How vectors stand in Qdrant: dense ones as they are, or at length 1 for cosine; bits as -1 and 1; sparse ones as indices and values.</summary>
internal static class VectorForm
{
    // The product of two values of at least this size is no denormal.
    private const float ClearlyPositive = 1e-15f;

    /// <summary>The distance that the server computes.</summary>
    public static string Distance(VectorField field) => field.Metric switch
    {
        Metric.Cosine => "Cosine",
        Metric.Euclidean => "Euclid",
        Metric.Manhattan => "Manhattan",
        // Of vectors of -1 and 1: their dimension less twice the bits that differ.
        _ => "Dot",
    };

    /// <summary>Writes a vector, of a record or of a query.</summary>
    public static void Write(Utf8JsonWriter writer, VectorField field, in VectorValue value)
    {
        switch (field.Kind)
        {
            case VectorKind.Dense when field.Metric == Metric.Cosine:
                WriteList(writer, Unit(value.Dense.Span).Values);
                break;
            case VectorKind.Dense:
                WriteList(writer, value.Dense.Span);
                break;
            case VectorKind.Bits:
                writer.WriteStartArray();
                foreach (byte eight in value.Bits.Span)
                {
                    for (int bit = 0; bit < 8; bit++)
                        writer.WriteNumberValue((eight >> bit & 1) == 0 ? -1 : 1);
                }
                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                writer.WriteStartArray("indices"u8);
                foreach (uint dimension in value.Sparse.Dimensions.Span)
                    writer.WriteNumberValue(dimension);
                writer.WriteEndArray();
                writer.WritePropertyName("values"u8);
                WriteList(writer, value.Sparse.Values.Span);
                writer.WriteEndObject();
                break;
        }
    }

    /// <summary>Reads a vector of a record.</summary>
    /// <param name="field">Its field.</param>
    /// <param name="json">As the server gives it.</param>
    /// <param name="length">Of a cosine vector: what it was before it was brought to length 1.</param>
    /// <exception cref="FormatException">It is none of the field's kind and dimension.</exception>
    public static VectorValue Read(VectorField field, JsonElement json, double length)
    {
        if (field.Kind == VectorKind.Sparse)
        {
            uint[] dimensions = [.. json.GetProperty("indices"u8).EnumerateArray().Select(index => index.GetUInt32())];
            float[] values = [.. json.GetProperty("values"u8).EnumerateArray().Select(value => value.GetSingle())];
            return SparseVector.FromOwned(dimensions, values);
        }
        if (json.GetArrayLength() != field.Dimension)
            throw new FormatException($"the vector {field.Name} has {json.GetArrayLength()} values in place of {field.Dimension}");
        if (field.Kind == VectorKind.Bits)
            return ReadBits(json, field.Dimension);
        float[] dense = new float[field.Dimension];
        int i = 0;
        foreach (JsonElement value in json.EnumerateArray())
            dense[i++] = field.Metric == Metric.Cosine ? (float)(value.GetSingle() * length) : value.GetSingle();
        return dense;
    }

    /// <summary>Writes what stands in the payload beside a vector, as members of the object that is open.</summary>
    /// <param name="writer">Writes the payload.</param>
    /// <param name="field">The vector's field.</param>
    /// <param name="value">The vector; <see langword="null"/> where it goes.</param>
    public static void WriteBeside(Utf8JsonWriter writer, VectorField field, VectorValue? value)
    {
        if (field.Kind == VectorKind.Sparse)
        {
            if (value is { } sparse && !IsClearlyPositive(sparse.Sparse))
                writer.WriteBoolean(Keys.Signed(field.Name), true);
            else
                writer.WriteNull(Keys.Signed(field.Name));
        }
        else if (field.Metric == Metric.Cosine)
        {
            if (value is { } dense)
                writer.WriteNumber(Keys.Length(field.Name), Unit(dense.Dense.Span).Length);
            else
                writer.WriteNull(Keys.Length(field.Name));
        }
    }

    /// <summary>Whether no product with another such vector can be nothing or less.</summary>
    public static bool IsClearlyPositive(SparseVector vector)
    {
        foreach (float value in vector.Values.Span)
        {
            if (value < ClearlyPositive)
                return false;
        }
        return true;
    }

    /// <summary>The score and the distance of the contract.</summary>
    /// <param name="field">The field that was searched.</param>
    /// <param name="raw">What the server calls a score.</param>
    public static (float Score, float Distance) Measured(VectorField field, float raw)
    {
        switch (field.Metric)
        {
            case Metric.Cosine:
                // Rounding may put the cosine of a vector with itself just above 1.
                float cosine = Math.Clamp(raw, -1, 1);
                return (cosine, 1 - cosine);
            case Metric.Hamming:
                float differ = (field.Dimension - raw) / 2;
                return (Metric.Hamming.Score(differ), differ);
            case Metric.Dot:
                // "0 -": the distance of no product is 0, not -0.
                return (raw, 0 - raw);
            default:
                return (field.Metric.Score(raw), raw);
        }
    }

    private static (float[] Values, double Length) Unit(ReadOnlySpan<float> vector)
    {
        float[] unit = new float[vector.Length];
        return (unit, UnitVector.Write(vector, unit));
    }

    private static BitVector ReadBits(JsonElement json, int dimension)
    {
        byte[] bytes = new byte[dimension / 8];
        int bit = 0;
        foreach (JsonElement value in json.EnumerateArray())
        {
            if (value.GetSingle() > 0)
                bytes[bit >> 3] |= (byte)(1 << (bit & 7));
            bit++;
        }
        return new BitVector(bytes);
    }

    private static void WriteList(Utf8JsonWriter writer, ReadOnlySpan<float> values)
    {
        writer.WriteStartArray();
        foreach (float value in values)
            writer.WriteNumberValue(value);
        writer.WriteEndArray();
    }
}
