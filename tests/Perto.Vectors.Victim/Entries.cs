using Perto.Numerics;
using Perto.Vectors.Storage;

namespace Perto.Vectors.Victim;

/// <summary>Numbered entries of two records each: <c>17-a</c> and <c>17-b</c>, whose vectors and payload tell the number.</summary>
internal static class Entries
{
    /// <summary>So many records have a graph: kills come while it is built, mended and written.</summary>
    public const int GraphFrom = 64;

    private const int Dimension = 16;

    /// <summary>Small segments and a short log, so that much happens to the files.</summary>
    public static EmbeddedStoreOptions Options { get; } = new() { RowsOfSegment = 1024, CheckpointLogBytes = 1 << 20, IndexThreads = 1 };

    public static async Task<IVectorCollection> OpenAsync(EmbeddedVectorStore store) => await store.CollectionAsync(
        TenantId.Local,
        "entries",
        schema => schema.Dense("v", Dimension, Metric.Euclidean, new VectorIndexSettings { GraphFrom = GraphFrom }).Integer("number").Keyword("half"));

    public static string[] Ids(long number) => [$"{number}-a", $"{number}-b"];

    public static VectorRecord[] Records(long number) => [.. Ids(number).Select((id, half) => new VectorRecord(id)
    {
        Vectors = { ["v"] = Vector((2 * number) + half) },
        Payload = { ["number"] = number, ["half"] = id[^1..] },
    })];

    /// <summary>Scattered, and the same for the same seed.</summary>
    public static float[] Vector(long seed)
    {
        SeededRandom random = new(seed);
        return [.. Enumerable.Range(0, Dimension).Select(_ => random.NextSingle())];
    }
}
