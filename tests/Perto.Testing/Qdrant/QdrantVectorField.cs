using System.Numerics;

namespace Perto.Testing;

/// <summary>A vector of a collection: its size and distance; of a sparse one neither.</summary>
/// <param name="Name">Its name; empty for the only one of a collection without names.</param>
/// <param name="Size">How many values it has; 0 where it is sparse.</param>
/// <param name="Distance">As Qdrant calls it.</param>
internal sealed record QdrantVectorField(string Name, int Size, string Distance)
{
    public bool IsSparse => Size == 0;

    /// <summary>Whether more is nearer.</summary>
    public bool IsSimilarity => IsSparse || Distance is "Cosine" or "Dot";

    /// <summary>The vector as it is kept: at length 1 for cosine.</summary>
    public QdrantVector Kept(QdrantVector vector)
    {
        if (vector.Indices is not null != IsSparse)
            throw QdrantRefusal.Input(IsSparse ? $"Vector {Name} is a sparse vector" : $"Conversion between sparse and regular vectors failed");
        if (!IsSparse && vector.Values.Length != Size)
            throw QdrantRefusal.Input($"Vector dimension error: expected dim: {Size}, got {vector.Values.Length}");
        if (Distance != "Cosine")
            return vector;
        float length = MathF.Sqrt(vector.Values.Sum(value => value * value));
        return length < float.Epsilon || Math.Abs(length - 1) <= 1e-6f ? vector : new QdrantVector([.. vector.Values.Select(value => value / length)]);
    }

    /// <summary>What Qdrant calls the score; null where sparse vectors share no dimension.</summary>
    public float? Score(QdrantVector query, QdrantVector vector)
    {
        if (IsSparse)
            return Product(query, vector);
        (float[] a, float[] b) = (query.Values, vector.Values);
        return Distance switch
        {
            "Euclid" => MathF.Sqrt(Sum(a, b, static (x, y) => (x - y) * (x - y))),
            "Manhattan" => Sum(a, b, static (x, y) => Vector.Abs(x - y)),
            _ => Sum(a, b, static (x, y) => x * y),
        };
    }

    private static float Sum(float[] a, float[] b, Func<Vector<float>, Vector<float>, Vector<float>> of)
    {
        Vector<float> sum = Vector<float>.Zero;
        int i = 0;
        for (; i + Vector<float>.Count <= a.Length; i += Vector<float>.Count)
            sum += of(new Vector<float>(a, i), new Vector<float>(b, i));
        if (i < a.Length)
        {
            float[] restOfA = new float[Vector<float>.Count], restOfB = new float[Vector<float>.Count];
            a.AsSpan(i).CopyTo(restOfA);
            b.AsSpan(i).CopyTo(restOfB);
            sum += of(new Vector<float>(restOfA), new Vector<float>(restOfB));
        }
        return Vector.Sum(sum);
    }

    private static float? Product(QdrantVector a, QdrantVector b)
    {
        float sum = 0;
        bool shares = false;
        for (int i = 0, j = 0; i < a.Values.Length && j < b.Values.Length;)
        {
            int order = a.Indices![i].CompareTo(b.Indices![j]);
            if (order == 0)
            {
                shares = true;
                sum += a.Values[i] * b.Values[j];
            }
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }
        return shares ? sum : null;
    }
}
