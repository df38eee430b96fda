using System.Numerics;

namespace Perto.Vectors;

/// <summary>How many rows stand in a segment.</summary>
internal static class SegmentSize
{
    private const int Fewest = 8_192;
    private const int Most = 65_536;
    private const long MostVectorBytes = 128L << 20;

    // Guessed: sparse vectors differ.
    private const int BytesOfSparse = 1_024;

    /// <summary>A power of two, so that a full segment's vectors take at most 128 MB where its fewest rows allow it.</summary>
    public static int Of(CollectionSchema schema)
    {
        long bytes = schema.Vectors.Sum(BytesOf);
        return (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp((MostVectorBytes / bytes / 2) + 1, Fewest, Most));
    }

    private static long BytesOf(VectorField field) => field.Kind switch
    {
        VectorKind.Dense => field.Dimension * (long)sizeof(float),
        VectorKind.Bits => field.Dimension / 8,
        _ => BytesOfSparse,
    };
}
