namespace Perto.Vectors.Tests;

public sealed class CollectionSchemaTests
{
    [Fact]
    public void A_schema_prints_its_fields() => Assert.Equal(
        "plot: dense 384 Cosine; genre: Keyword; year: Integer",
        $"{CollectionSchema.Create(s => s.Dense("plot", 384, Metric.Cosine).Keyword("genre").Integer("year"))}");

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
    public void A_distance_has_its_score(Metric metric, float distance, float score) => Assert.Equal(score, metric.Score(distance));
}
