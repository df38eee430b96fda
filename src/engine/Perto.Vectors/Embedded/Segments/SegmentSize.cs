using System.Numerics;

namespace Perto.Vectors;

/// <summary>How many rows stand in a segment.</summary>
internal static class SegmentSize
{
    private const int Fewest = 8_192;

    /// <summary>A row is counted from its segment's first in two bytes.</summary>
    public const int Most = 65_536;

    /// <summary>Bytes of a full segment's vectors, where nothing else is said.</summary>
    public const long MostVectorBytes = 128L << 20;

    // Guessed: sparse vectors differ.
    private const int BytesOfSparse = 1_024;

    /// <summary>A power of two, so that a full segment's vectors take at most so many bytes where its fewest rows allow it.</summary>
    public static int Of(CollectionSchema schema, long mostVectorBytes = MostVectorBytes)
    {
        long bytes = schema.Vectors.Sum(BytesOf);
        return (int)BitOperations.RoundUpToPowerOf2((ulong)Math.Clamp((mostVectorBytes / bytes / 2) + 1, Fewest, Most));
    }

    private static long BytesOf(VectorField field) => field.Kind switch
    {
        VectorKind.Dense => field.Dimension * (long)sizeof(float),
        VectorKind.Bits => field.Dimension / 8,
        _ => BytesOfSparse,
    };
}
