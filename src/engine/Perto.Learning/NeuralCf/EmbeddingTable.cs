using Perto.Numerics;

namespace Perto.Learning;

/// <summary>A vector for each item.</summary>
internal sealed class EmbeddingTable
{
    public EmbeddingTable(int rows, int width)
        : this(new float[Size(rows, width)], width)
    {
    }

    /// <param name="values">Row-major, whole rows.</param>
    /// <param name="width">Length of a row.</param>
    public EmbeddingTable(float[] values, int width)
    {
        Values = values;
        Width = width;
        Count = values.Length / width;
    }

    public int Count { get; }

    public int Width { get; }

    public float[] Values { get; }

    public Span<float> Row(int row) => Values.AsSpan(row * Width, Width);

    public void FillNormal(double deviation, SeededRandom random)
    {
        for (int i = 0; i < Values.Length; i++)
            Values[i] = (float)(deviation * random.Normal());
    }

    private static long Size(int rows, int width)
    {
        long values = (long)rows * width;
        return values <= Array.MaxLength ? values : throw new ModelTooLargeException("items x dimensions", values, Array.MaxLength, values * sizeof(float));
    }
}
