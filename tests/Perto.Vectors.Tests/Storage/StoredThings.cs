using Perto.Vectors.Storage;

namespace Perto.Vectors.Tests.Storage;

/// <summary>A collection of every kind of vector and payload, and random records for it.</summary>
internal static class StoredThings
{
    public const string Name = "Things/2026";
    private static readonly string[] Words = ["ash", "birch", "cedar", "Ünïcode ☃"];

    public static TenantId Tenant { get; } = new("acme");

    /// <summary>Small segments, and nothing that happens by itself.</summary>
    public static EmbeddedStoreOptions Options { get; } = new() { RowsOfSegment = 1024, MaintainsItself = false, IndexThreads = 1 };

    public static void Schema(CollectionSchemaBuilder schema) => schema
        .Dense("v", 2, Metric.Euclidean, new VectorIndexSettings { GraphFrom = 64, Links = 8, BuildEf = 32 }).Dense("c", 3, Metric.Cosine).Bits("b", 16).Sparse("s", Metric.Dot)
        .Keyword("word").Keywords("words").Integer("small").Number("half").Boolean("flag").Time("day").Geo("place").Text("prose");

    public static async Task<IVectorCollection> OpenAsync(EmbeddedVectorStore store) => await store.CollectionAsync(Tenant, Name, Schema);

    public static VectorRecord Record(Random random, string id)
    {
        Dictionary<string, VectorValue> vectors = new() { ["v"] = new[] { random.Next(-9, 9) / 2f, random.Next(-9, 9) / 2f } };
        if (random.Next(2) == 0)
            vectors.Add("c", new[] { 1f + random.Next(3), random.Next(3), random.Next(3) });
        if (random.Next(2) == 0)
            vectors.Add("b", new BitVector(new[] { (byte)random.Next(256), (byte)random.Next(256) }));
        if (random.Next(2) == 0)
            vectors.Add("s", new SparseVector([(uint)random.Next(5), 7u + (uint)random.Next(5)], [1 + random.Next(4), 2]));
        return new VectorRecord(id) { Vectors = vectors, Payload = Payload(random).Where(p => p.Value != PayloadValue.None).ToDictionary() };
    }

    public static VectorRecord SmallRecord(string id, int number) =>
        new(id) { Vectors = { ["v"] = new float[] { number, 1 } }, Payload = { ["word"] = Words[number % Words.Length] } };

    /// <summary>Some fields, and some that are none.</summary>
    public static Dictionary<string, PayloadValue> Payload(Random random)
    {
        Dictionary<string, PayloadValue> payload = [];
        foreach ((string field, PayloadValue value) in All(random))
        {
            if (random.Next(3) != 0)
                payload.Add(field, random.Next(6) == 0 ? PayloadValue.None : value);
        }
        return payload;
    }

    public static string Describe(VectorRecord record)
    {
        IEnumerable<string> vectors = record.Vectors.OrderBy(v => v.Key, StringComparer.Ordinal).Select(v => $"{v.Key}={Describe(v.Value)}");
        IEnumerable<string> payload = record.Payload.OrderBy(p => p.Key, StringComparer.Ordinal).Select(p => $"{p.Key}={p.Value}");
        return $"{record.Id} [{string.Join(' ', vectors)}] {string.Join(' ', payload)} {record.ExpiresAt:O}";
    }

    private static string Describe(VectorValue vector) => vector.Kind switch
    {
        // A cosine vector is kept at length 1: it comes back to float precision.
        VectorKind.Dense => string.Join(',', vector.Dense.ToArray().Select(x => MathF.Round(x, 4))),
        VectorKind.Bits => Convert.ToHexString(vector.Bits.Span),
        _ => $"{string.Join(',', vector.Sparse.Dimensions.ToArray())}:{string.Join(',', vector.Sparse.Values.ToArray())}",
    };

    private static IEnumerable<(string Field, PayloadValue Value)> All(Random random) =>
    [
        ("word", Words[random.Next(Words.Length)]),
        ("words", Enumerable.Range(0, random.Next(4)).Select(_ => Words[random.Next(Words.Length)]).ToArray()),
        ("small", (long)random.Next(-3, 4)),
        ("half", random.Next(-6, 6) / 2.0),
        ("flag", random.Next(2) == 0),
        ("day", DateTimeOffset.UnixEpoch.AddDays(random.Next(-2, 4))),
        ("place", new GeoPoint(random.Next(-9, 10) * 10, random.Next(-18, 19) * 10)),
        ("prose", $"{Words[random.Next(Words.Length)]} and {Words[random.Next(Words.Length)]}"),
    ];
}
