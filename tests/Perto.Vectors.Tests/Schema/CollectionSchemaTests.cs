using System.Text.Json;

namespace Perto.Vectors.Tests;

public sealed class CollectionSchemaTests
{
    [Fact]
    public void A_schema_prints_its_fields() => Assert.Equal(
        "plot: dense 384 Cosine; genre: Keyword; year: Integer",
        $"{CollectionSchema.Create(s => s.Dense("plot", 384, Metric.Cosine).Keyword("genre").Integer("year"))}");

    [Fact]
    public void A_schema_prints_every_kind_and_the_settings_that_are_not_usual() => Assert.Equal(
        "code: bits 64 Hamming; terms: sparse Bm25; weights: sparse Dot; plot: dense 8 Dot "
        + "VectorIndexSettings { Codes = Bit, Links = 16, BuildEf = 200, SearchEf = 64, GraphFrom = , Deterministic = False }; at: Geo; text: Text",
        $"{CollectionSchema.Create(s => s.Bits("code", 64).Sparse("terms").Sparse("weights", Metric.Dot)
            .Dense("plot", 8, Metric.Dot, new VectorIndexSettings { Codes = VectorCodes.Bit }).Geo("at").Text("text"))}");

    [Fact]
    public void A_field_that_was_stored_before_it_had_a_kind_and_an_index_still_reads()
    {
        VectorField read = JsonSerializer.Deserialize<VectorField>("""{"Name":"plot","Dimension":384,"Metric":0}""")!;
        Assert.Equal(new VectorField("plot", 384, Metric.Cosine), read);
        Assert.Equal(VectorIndexSettings.Default, read.Index);
        VectorField full = new("plot", 384, Metric.Dot) { Index = new VectorIndexSettings { Links = 32, SearchEf = 100, Deterministic = true } };
        Assert.Equal(full, JsonSerializer.Deserialize<VectorField>(JsonSerializer.Serialize(full)));
        VectorField bits = new("code", 64, Metric.Hamming, VectorKind.Bits);
        Assert.Equal(bits, JsonSerializer.Deserialize<VectorField>(JsonSerializer.Serialize(bits)));
    }

    [Fact]
    public void A_schema_tells_what_a_provider_must_declare()
    {
        Assert.Equal(VectorStoreCapabilities.None, CollectionSchema.Create(s => s.Dense("v", 2, Metric.Dot).Keyword("k")).Needs);
        CollectionSchema wide = CollectionSchema.Create(s => s.Sparse("t").Bits("b", 8).Geo("at"));
        Assert.Equal(
            VectorStoreCapabilities.NamedVectors | VectorStoreCapabilities.Bm25 | VectorStoreCapabilities.Bits | VectorStoreCapabilities.Geo, wide.Needs);
        wide.CheckSupported("some", VectorStoreCapabilities.All);
        CapabilityMissingException refusal = Assert.Throws<CapabilityMissingException>(
            () => wide.CheckSupported("some", VectorStoreCapabilities.All & ~VectorStoreCapabilities.Bits));
        Assert.Equal("schema.b", refusal.Field);
        Assert.Equal(VectorStoreCapabilities.Bits, refusal.Missing);
        Assert.StartsWith("schema.b needs Bits, which the vector store some does not have. Keep bits as dense vectors", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Equal_schemas_have_equal_hashes()
    {
        CollectionSchema one = CollectionSchema.Create(s => s.Dense("a", 1, Metric.Dot).Dense("b", 2, Metric.Dot).Keyword("c"));
        CollectionSchema other = CollectionSchema.Create(s => s.Keyword("c").Dense("b", 2, Metric.Dot).Dense("a", 1, Metric.Dot));
        Assert.Equal(one, other);
        Assert.Equal(one.GetHashCode(), other.GetHashCode());
        Assert.NotEqual(one, CollectionSchema.Create(s => s.Keyword("c").Dense("b", 2, Metric.Dot).Dense("a", 1, Metric.Cosine)));
    }

    [Fact]
    public void There_may_be_16_vectors_and_256_payload_fields_and_no_more()
    {
        Assert.Equal(16, Wide(16, 256).Vectors.Count);
        Assert.Contains("at most 16 vectors", Assert.Throws<VectorStoreException>(() => Wide(17, 0)).Message, StringComparison.Ordinal);
        Assert.Contains("at most 256 payload fields", Assert.Throws<VectorStoreException>(() => Wide(1, 257)).Message, StringComparison.Ordinal);

        static CollectionSchema Wide(int vectors, int fields) => CollectionSchema.Create(s =>
        {
            for (int i = 0; i < vectors; i++)
                s.Dense($"v{i}", 1, Metric.Dot);
            for (int i = 0; i < fields; i++)
                s.Keyword($"f{i}");
        });
    }

    [Fact]
    public void A_bound_filter_has_its_values_in_the_kinds_of_the_fields()
    {
        CollectionSchema schema = CollectionSchema.Create(s => s.Dense("v", 1, Metric.Dot).Number("n").Integer("i").Time("t").Keywords("k"));
        DateTimeOffset moment = new(2025, 1, 31, 12, 0, 0, TimeSpan.Zero);
        Assert.Equal(
            Filter.Gt("n", 1.0) & (Filter.In("i", 2, 3) | !Filter.Eq("t", moment)) & Filter.ContainsAll("k", "x") & Filter.Exists("n"),
            schema.Bind(Filter.Gt("n", 1) & (Filter.In("i", 2.0, 3) | !Filter.Eq("t", "2025-01-31T12:00:00Z")) & Filter.ContainsAll("k", "x") & Filter.Exists("n")));
    }

    [Theory]
    [InlineData(Metric.Cosine, 0.25f, 0.75f)]
    [InlineData(Metric.Dot, -3f, 3f)]
    [InlineData(Metric.Euclidean, 3f, 0.25f)]
    [InlineData(Metric.Manhattan, 0f, 1f)]
    [InlineData(Metric.Hamming, 3f, 0.25f)]
    [InlineData(Metric.Bm25, -3f, 3f)]
    public void A_distance_has_its_score(Metric metric, float distance, float score) => Assert.Equal(score, metric.Score(distance));
}
