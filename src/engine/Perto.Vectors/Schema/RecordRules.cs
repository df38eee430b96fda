using System.Text;

namespace Perto.Vectors;

/// <summary>What an id and a vector must be.</summary>
internal static class RecordRules
{
    public static void CheckId(string? id, string path)
    {
        if (string.IsNullOrEmpty(id) || id.Length > VectorRecord.MaxIdBytes || Encoding.UTF8.GetByteCount(id) > VectorRecord.MaxIdBytes)
            throw new VectorStoreException(path, id, $"1..{VectorRecord.MaxIdBytes} bytes of UTF-8");
        if (!TextRules.IsStorable(id))
            throw new VectorStoreException(path, id, TextRules.Allowed);
    }

    public static void CheckVector(VectorField field, in VectorValue vector, string path)
    {
        if (vector.Kind != field.Kind)
            throw new VectorStoreException(path, $"a {Name(vector.Kind)} vector", $"a {Name(field.Kind)} vector, the kind of '{field.Name}'");
        switch (field.Kind)
        {
            case VectorKind.Dense:
                CheckDense(field, vector.Dense.Span, path);
                break;
            case VectorKind.Bits when 8 * vector.Bits.Length != field.Dimension:
                throw new VectorStoreException(
                    path, $"{8L * vector.Bits.Length} bits", $"{field.Dimension} bits, the dimension of '{field.Name}'");
            case VectorKind.Sparse when field.Metric is Metric.Bm25:
                CheckCounts(vector.Sparse, path);
                break;
        }
    }

    public static void CheckDense(VectorField field, ReadOnlySpan<float> vector, string path)
    {
        if (vector.Length != field.Dimension)
            throw new VectorStoreException(path, $"{vector.Length} values", $"{field.Dimension} values, the dimension of '{field.Name}'");
        float largest = 0;
        for (int i = 0; i < vector.Length; i++)
        {
            float magnitude = MathF.Abs(vector[i]);
            // Written so that NaN fails it.
            if (!(magnitude <= VectorField.MaxMagnitude))
                throw new VectorStoreException($"{path}[{i}]", vector[i], $"finite and at most {VectorField.MaxMagnitude:R} in magnitude");
            largest = MathF.Max(largest, magnitude);
        }
        if (largest == 0 && field.Metric == Metric.Cosine)
            throw new VectorStoreException(path, "the zero vector", "a vector with a direction, as its metric is Cosine");
    }

    // The rest of a sparse vector's rules its constructor checked.
    private static void CheckCounts(SparseVector vector, string path)
    {
        ReadOnlySpan<float> values = vector.Values.Span;
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] <= 0)
                throw new VectorStoreException($"{path}.values[{i}]", values[i], "greater than 0, as the metric is Bm25");
        }
    }

    private static string Name(VectorKind kind) => kind switch
    {
        VectorKind.Dense => "dense",
        VectorKind.Bits => "bit",
        _ => "sparse",
    };
}
