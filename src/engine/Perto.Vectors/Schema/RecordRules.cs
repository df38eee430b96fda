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

    public static void CheckVector(VectorField field, ReadOnlySpan<float> vector, string path)
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
}
