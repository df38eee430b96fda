using System.Buffers.Binary;
using System.Text.Json.Nodes;

namespace Perto.Server.Tests;

/// <summary>Embeddings over HTTP, by the built-in embedder.</summary>
public sealed class EmbeddingTests
{
    [Fact]
    public async Task Vectors_come_in_the_form_of_openai_as_numbers_and_as_base64()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonNode numbers = await (await server.PostAsync("/v1/embeddings", new { input = new[] { "a heist in Los Angeles", "a balloon" }, user = "ana" })).JsonAsync();
        Assert.Equal("list", (string?)numbers["object"]);
        Assert.Equal([0, 1], numbers["data"]!.AsArray().Select(item => (int)item!["index"]!));
        Assert.All(numbers["data"]!.AsArray(), item => Assert.Equal("embedding", (string?)item!["object"]));
        float[][] vectors = [.. numbers["data"]!.AsArray().Select(item => item!["embedding"]!.AsArray().Select(value => (float)value!).ToArray())];
        Assert.All(vectors, vector => Assert.Equal(1, vector.Sum(value => value * value), 4));
        Assert.Equal(384, vectors[0].Length);
        Assert.Equal(2, (int?)numbers["origin"]!["computed"]);

        JsonNode packed = await (await server.PostAsync("/v1/embeddings", new { input = "a balloon", encoding_format = "base64", model = "builtin" })).JsonAsync();
        byte[] bytes = Convert.FromBase64String((string)packed["data"]![0]!["embedding"]!);
        Assert.Equal(vectors[1], Enumerable.Range(0, 384).Select(i => BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(4 * i))));
        Assert.Equal(1, (int?)packed["origin"]!["cached"]);
    }

    [Fact]
    public async Task Vectors_come_in_the_form_of_text_embeddings_inference()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonNode one = await (await server.PostAsync("/embed", new { inputs = "a balloon", truncate = true })).JsonAsync();
        JsonNode two = await (await server.PostAsync("/embed", new { inputs = new[] { "a balloon", "a heist" }, normalize = false })).JsonAsync();
        Assert.Equal(384, one[0]!.AsArray().Count);
        Assert.Equal(2, two.AsArray().Count);
    }

    [Theory]
    [InlineData("""{"input": []}""", "number of texts")]
    [InlineData("""{"input": "  "}""", "text")]
    [InlineData("""{"input": ["fine", ""]}""", "texts[1]")]
    [InlineData("""{"input": "a", "dimensions": 0}""", "dimensions")]
    [InlineData("""{"input": "a", "model": "local:/etc"}""", "model")]
    public async Task What_breaks_a_rule_is_told_to_people_and_to_clients(string body, string field)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonObject problem = await (await server.PostTextAsync("/v1/embeddings", body)).ProblemAsync(400, "invalid_value");
        Assert.Equal(field, (string?)problem["field"]);
        Assert.Equal((string?)problem["title"], (string?)problem["error"]!["message"]);
        Assert.Equal("invalid_value", (string?)problem["error"]!["code"]);
    }

    [Theory]
    [InlineData("""{"input": [1, 2, 3]}""")]
    [InlineData("""{"input": [[1, 2, 3]]}""")]
    [InlineData("""{"input": {"text": "a"}}""")]
    public async Task Tokens_are_not_texts(string body)
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonObject problem = await (await server.PostTextAsync("/v1/embeddings", body)).ProblemAsync(400, "invalid_json");
        Assert.Contains("tokens are not taken", (string?)problem["title"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_whose_key_is_not_set_says_which_setting_is_missing()
    {
        await using RunningServer server = await RunningServer.StartAsync(settings: [new("Perto:Embeddings:Models:0", "cohere:embed-v4.0")]);
        HttpResponseMessage answer = await server.PostAsync("/v1/embeddings", new { input = "a", model = "embed-v4.0" });
        Assert.True((int)answer.StatusCode is >= 400 and < 600);
        Assert.Contains("Perto:Cohere:ApiKey", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_model_is_tried_warmed_and_forgotten()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        JsonNode check = await (await server.PostAsync("/v1/embeddings/check", new { })).JsonAsync();
        Assert.True((bool)check["ok"]!, check.ToJsonString());
        Assert.Equal(384, (int?)check["dimensions"]);
        JsonNode warmed = await (await server.PostAsync("/v1/embeddings/warm", new { texts = new[] { "where is my order" } })).JsonAsync();
        Assert.Equal((1, 1), ((int?)warmed["texts"], (int?)warmed["computed"]));
        Assert.Equal(0, (int?)(await (await server.PostAsync("/v1/embeddings/warm", new { texts = new[] { "where is my order" } })).JsonAsync())["computed"]);
        await server.PostAsync("/v1/embeddings/forget", new { texts = new[] { "where is my order" } });
        Assert.Equal(1, (int?)(await (await server.PostAsync("/v1/embeddings/warm", new { texts = new[] { "where is my order" } })).JsonAsync())["computed"]);
    }

    [Fact]
    public async Task The_official_client_of_openai_can_be_pointed_at_the_server()
    {
        await using RunningServer server = await RunningServer.StartAsync(settings: [KeysServer.RequireKeys]);
        await OfficialClient.RunAsync("openai", server, "embeddings:read", tests: 5);
    }

    [Fact]
    public async Task The_metrics_have_the_names_that_dashboards_ask_for()
    {
        await using RunningServer server = await RunningServer.StartAsync();
        await server.PostAsync("/v1/embeddings", new { input = "a" });
        await server.PostAsync("/v1/embeddings", new { input = "a" });
        string metrics = await server.Client.GetStringAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Contains("\nembedding_cache_hits_total 1\n", metrics, StringComparison.Ordinal);
        Assert.Matches("\nembedding_cache_misses_total [1-9]", metrics);
        Assert.Matches("\nembedding_cache_size [1-9]", metrics);
        foreach (string bound in (string[])["0.05", "0.1", "0.25", "0.5", "1", "2", "+Inf"])
            Assert.Contains($"embedding_generation_duration_seconds_bucket{{model=\"builtin:lexical-1\",le=\"{bound}\"}}", metrics, StringComparison.Ordinal);
    }
}
