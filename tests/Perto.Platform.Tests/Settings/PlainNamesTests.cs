using Microsoft.Extensions.Configuration;

namespace Perto.Platform.Tests;

public sealed class PlainNamesTests
{
    [Fact]
    public void Names_that_people_have_stand_for_settings()
    {
        IConfiguration configuration = Read(new() { ["DATABASE_URL"] = "postgres://db/perto", ["REDIS_URL"] = "redis://cache:6379", ["SIMILARITY_CACHE_TTL"] = "600" });

        Assert.Equal("postgres://db/perto", configuration["Perto:Database:Url"]);
        Assert.Equal("redis://cache:6379", configuration["Perto:Redis:Url"]);
        Assert.Equal("00:10:00", configuration["Perto:Caching:SimilarityTtl"]);
    }

    [Fact]
    public void A_settings_own_name_wins_over_its_plain_one()
    {
        IConfiguration configuration = new ConfigurationBuilder()
            .AddPlainNames(name => name == "DATABASE_URL" ? "postgres://old/perto" : null)
            .AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal) { ["Perto:Database:Url"] = "postgres://new/perto" })
            .Build();

        Assert.Equal("postgres://new/perto", configuration["Perto:Database:Url"]);
    }

    [Fact]
    public void An_empty_variable_counts_as_absent() => Assert.Null(Read(new() { ["REDIS_URL"] = "" })["Perto:Redis:Url"]);

    [Fact]
    public void All_that_are_promised_are_there() => Assert.Superset(
        new HashSet<string>(StringComparer.Ordinal)
        {
            "PINECONE_API_KEY", "PINECONE_ENVIRONMENT", "PINECONE_INDEX_NAME", "REDIS_URL", "DATABASE_URL", "DATABASE_READ_REPLICA_URL", "OPENAI_API_KEY",
            "COHERE_API_KEY", "JINA_API_KEY", "EMBEDDINGS_BATCH_SIZE", "SIMILARITY_CACHE_TTL", "RECOMMENDATIONS_MAX_COUNT", "VECTOR_DB_ENABLED",
            "VECTOR_DB_SIMILARITY_THRESHOLD",
        },
        PlainNames.All.Keys.ToHashSet(StringComparer.Ordinal));

    [Fact]
    public void A_value_that_cannot_be_read_is_named_as_it_was_written()
    {
        var refused = Assert.Throws<InvalidSettingException>(() => Read(new() { ["SIMILARITY_CACHE_TTL"] = "soon" }));

        Assert.Equal(
            "Perto:Caching:SimilarityTtl (environment PERTO__CACHING__SIMILARITYTTL or SIMILARITY_CACHE_TTL) is 'soon'; allowed: seconds in SIMILARITY_CACHE_TTL, such as 600",
            refused.Message);
    }

    private static IConfiguration Read(Dictionary<string, string> environment) =>
        new ConfigurationBuilder().AddPlainNames(environment.GetValueOrDefault).Build();
}
