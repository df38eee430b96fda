using System.Runtime.InteropServices;
using Perto.Testing;

namespace Perto.Vectors.Tests;

/// <summary>2,130 real sentence embeddings of 384 dimensions.</summary>
internal static class SentenceEmbeddings
{
    public const int Dimension = 384;

    // The .npy format, version 1: magic and version (8 bytes), the header's length (2), the header, then little-endian float32 row after
    // row.
    public static float[][] Read()
    {
        byte[] bytes = File.ReadAllBytes(Path.Combine(TestData.Folder("minilm-sample"), "embeddings.npy"));
        int start = 10 + BitConverter.ToUInt16(bytes, 8);
        return [.. MemoryMarshal.Cast<byte, float>(bytes.AsSpan(start)).ToArray().Chunk(Dimension)];
    }
}
