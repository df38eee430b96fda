using Perto.Vectors;

namespace Perto.Platform;

/// <summary>Whether two stores hold the same record. Vectors may differ by what a store that keeps them normalised rounds.</summary>
internal static class RecordEquality
{
    // Normalising and multiplying again costs a few units in the last place of the largest value.
    private const float Tolerance = 1e-5f;

    public static bool AreSame(VectorRecord one, VectorRecord other) =>
        one.Id == other.Id
        && one.ExpiresAt == other.ExpiresAt
        && one.Vectors.Count == other.Vectors.Count
        && one.Vectors.All(vector => other.Vectors.TryGetValue(vector.Key, out VectorValue value) && AreSame(vector.Value, value))
        && Present(one).Count() == Present(other).Count()
        && Present(one).All(field => other.Payload.TryGetValue(field.Key, out PayloadValue value) && field.Value.Equals(value));

    private static IEnumerable<KeyValuePair<string, PayloadValue>> Present(VectorRecord record) =>
        record.Payload.Where(field => !field.Value.Equals(PayloadValue.None));

    private static bool AreSame(VectorValue one, VectorValue other) => (one.Kind, other.Kind) switch
    {
        (VectorKind.Dense, VectorKind.Dense) => AreNear(one.Dense.Span, other.Dense.Span),
        (VectorKind.Sparse, VectorKind.Sparse) =>
            one.Sparse.Dimensions.Span.SequenceEqual(other.Sparse.Dimensions.Span) && AreNear(one.Sparse.Values.Span, other.Sparse.Values.Span),
        _ => one == other,
    };

    private static bool AreNear(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        if (one.Length != other.Length)
            return false;
        float largest = 0;
        foreach (float value in one)
            largest = MathF.Max(largest, MathF.Abs(value));
        for (int i = 0; i < one.Length; i++)
        {
            // Written so that NaN fails it.
            if (!(MathF.Abs(one[i] - other[i]) <= Tolerance * largest))
                return false;
        }
        return true;
    }
}
