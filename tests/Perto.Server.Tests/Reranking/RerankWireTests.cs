using System.Text.Json.Nodes;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>Re-ranking in the words of other products.</summary>
public sealed class RerankWireTests
{
    private const string Documents = """["Grass is green", "The sky is blue because air scatters light", "Why not"]""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Jinas_form_gives_places_scores_usage_and_documents()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker());

        JsonNode answer = await SendAsync(
            server, "/v1/rerank", """{"model": "jina-reranker-v1-turbo-en", "query": "why is the sky blue", "documents": ["Grass is green", {"text": "The sky is blue", "id": 3}], "top_n": 1, "truncation": true}""");
        JsonNode bare = await SendAsync(server, "/v1/rerank", $$"""{"query": "sky", "documents": {{Documents}}, "return_documents": false}""");

        Assert.Equal(
            """{"model":"overlap","object":"list","usage":{"total_tokens":7},"results":[{"index":1,"relevance_score":0.8,"document":{"text":"The sky is blue"}}]}""", answer.ToJsonString());
        Assert.Equal([1, 0, 2], bare["results"]!.AsArray().Select(result => (int)result!["index"]!));
        Assert.All(bare["results"]!.AsArray(), result => Assert.Null(result!["document"]));
    }

    [Fact]
    public async Task Coheres_form_gives_places_scores_and_its_units()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker());

        JsonNode answer = await SendAsync(server, "/v2/rerank", $$"""{"model": "rerank-v3.5", "query": "why is the sky blue", "documents": {{Documents}}, "top_n": 2, "priority": 0}""");
        JsonNode cut = await SendAsync(server, "/v2/rerank", """{"query": "far", "documents": ["near far", "near and far"], "max_tokens_per_doc": 2}""");

        Assert.Equal([1, 0], answer["results"]!.AsArray().Select(result => (int)result!["index"]!));
        Assert.Equal([.8, .2], answer["results"]!.AsArray().Select(result => (double)result!["relevance_score"]!));
        Assert.Equal("""{"api_version":{"version":"2"},"billed_units":{"search_units":1}}""", answer["meta"]!.ToJsonString());
        Assert.Equal([1, 0], cut["results"]!.AsArray().Select(result => (double)result!["relevance_score"]!));
    }

    [Fact]
    public async Task The_simple_form_gives_documents_and_that_of_text_embeddings_inference_a_list()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker());

        JsonNode simple = await SendAsync(server, "/rerank", """{"query": "blue sky", "documents": ["green", "blue"], "top_k": 1}""");
        JsonNode texts = await SendAsync(server, "/rerank", """{"query": "blue sky", "texts": ["green", "blue"], "truncate": true, "return_text": true}""");
        JsonNode raw = await SendAsync(server, "/rerank", """{"query": "blue sky", "texts": ["blue"], "raw_scores": true}""");

        Assert.Equal("""{"results":[{"document":"blue","score":0.5}]}""", simple.ToJsonString());
        Assert.Equal("""[{"index":1,"score":0.5,"text":"blue"},{"index":0,"score":0,"text":"green"}]""", texts.ToJsonString());
        Assert.Equal("""[{"index":0,"score":0}]""", raw.ToJsonString());
    }

    [Theory]
    [InlineData("/v1/rerank", """{"query": "", "documents": ["a"]}""", "query", "detail")]
    [InlineData("/v1/rerank", """{"query": "a", "documents": []}""", "documents", "detail")]
    [InlineData("/v2/rerank", """{"query": "a", "documents": ["a"], "top_n": 0}""", "top_n", "message")]
    [InlineData("/v2/rerank", """{"query": "a", "documents": ["a"], "max_tokens_per_doc": 0}""", "max_tokens_per_doc", "message")]
    [InlineData("/v1/rerank", """{"query": "a", "documents": ["a"], "top_n": 0}""", "top_n", "detail")]
    [InlineData("/rerank", """{"query": "a", "documents": ["a"], "top_k": 0}""", "top_k", "error")]
    [InlineData("/rerank", """{"query": "a"}""", "documents", "error")]
    [InlineData("/rerank", """{"query": "a", "documents": ["a"], "texts": ["a"]}""", "documents", "error")]
    public async Task What_breaks_a_rule_is_refused_in_the_words_of_the_product(string path, string body, string field, string words)
    {
        WordOverlapReranker reranker = new();
        await using RunningServer server = await RerankServer.StartAsync(reranker);

        JsonObject problem = await (await server.PostTextAsync(path, body)).ProblemAsync(400, "invalid_value");

        Assert.Equal((field, (string?)problem["title"]), ((string?)problem["field"], (string?)problem[words]));
        Assert.Equal(0, reranker.Calls);
    }

    [Fact]
    public async Task Limits_hold_on_the_number_and_the_length_of_documents()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker());

        JsonObject many = await (await server.PostAsync("/v2/rerank", new { query = "a", documents = Enumerable.Repeat("a", 1_001) })).ProblemAsync(400, "invalid_value");
        JsonObject @long = await (await server.PostAsync("/rerank", new { query = "a", texts = (string[])["b", new string('a', 100_001)] })).ProblemAsync(400, "invalid_value");

        Assert.Equal(("documents", "1..1000"), ((string?)many["field"], (string?)many["allowed"]));
        Assert.Equal("texts[1]", (string?)@long["field"]);
    }

    [Fact]
    public async Task Without_a_model_the_answer_says_what_to_set_and_with_one_that_fails_who_did_not_answer()
    {
        await using RunningServer none = await RunningServer.StartAsync();
        await using RunningServer failing = await RerankServer.StartAsync(new WordOverlapReranker { Failure = new DependencyException("cohere", "cannot be reached", "Wait") });
        const string Body = """{"query": "a", "documents": ["a"]}""";

        JsonObject missing = await (await none.PostTextAsync("/v2/rerank", Body)).ProblemAsync(501, "reranker_missing");
        await (await failing.PostTextAsync("/v2/rerank", Body)).ProblemAsync(503, "dependency_unavailable");

        Assert.Contains("Perto:Reranking:Profile", (string?)missing["message"], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_caller_gets_the_models_that_settings_allow_and_otherwise_the_one_in_use()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker(), new KeyValuePair<string, string?>("Perto:Reranking:AllowedModels:0", "overlap:large"));

        Assert.Equal("overlap:large", await ModelAsync("large"));
        Assert.Equal("overlap:large", await ModelAsync("overlap:large"));
        Assert.Equal("overlap", await ModelAsync("overlap:huge"));
        Assert.Equal("overlap", await ModelAsync("cohere:rerank-v3.5"));

        async Task<string?> ModelAsync(string name) => (string?)(await SendAsync(server, "/v1/rerank", $$"""{"model": "{{name}}", "query": "a", "documents": ["a"]}"""))["model"];
    }

    [Fact]
    public async Task A_key_needs_no_more_than_to_read_and_that_of_another_module_does_not_do()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker(), KeysServer.RequireKeys);
        string reader = (await server.Host.IssueAsync("acme", "reranking:read")).Key;
        string other = (await server.Host.IssueAsync("acme", "streaming:write")).Key;

        foreach (string path in (string[])["/v1/rerank", "/v2/rerank", "/rerank"])
        {
            object body = new { query = "a", documents = (string[])["a"] };
            Assert.True((await server.AskAsync(reader, path, HttpMethod.Post, body)).IsSuccessStatusCode);
            await (await server.AskAsync(other, path, HttpMethod.Post, body)).ProblemAsync(403, "scope_missing");
            await (await server.AskAsync(null, path, HttpMethod.Post, body)).ProblemAsync(401, "key_missing");
        }
        await (await server.AskAsync(reader, "/v1/reranking/feedback", HttpMethod.Post, new { id = "a", used = (string[])[] })).ProblemAsync(403, "scope_missing");
    }

    [Fact]
    public async Task The_official_client_of_cohere_can_be_pointed_at_the_server()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker(), KeysServer.RequireKeys);
        await OfficialClient.RunAsync("cohere", server, "reranking:read", tests: 4);
    }

    private static async Task<JsonNode> SendAsync(RunningServer server, string path, string body)
    {
        HttpResponseMessage answer = await server.PostTextAsync(path, body);
        string text = await answer.Content.ReadAsStringAsync(Token);
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonNode.Parse(text)!;
    }
}
