using Perto.Testing;

namespace Perto.Platform.Tests;

/// <summary>Providers that re-rank, each against the double of its service.</summary>
public sealed class RerankingProviderTests
{
    private static readonly string[] Documents = ["a heist in la", "love in paris", "a heist in paris goes wrong", "dogs"];

    public static TheoryData<string> Providers => ["cohere", "jina", "tei"];

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Scores_stand_in_the_order_of_the_documents(string provider)
    {
        (ModelDouble service, TestModels models) = await StartAsync(provider);
        await using ModelDouble double_ = service;
        using TestModels owned = models;
        RerankAnswer answer = await models.Reranker(provider).RerankAsync("heist in paris", Documents, TestContext.Current.CancellationToken);
        double[] expected = [.. Documents.Select(document => MadeVectors.Relevance("heist in paris", document))];
        if (provider == "tei")
        {
            // The service gives logits.
            Assert.Equal(expected.Select(share => (share * 20) - 10), answer.Logits);
            expected = [.. answer.Logits!.Select(logit => 1 / (1 + Math.Exp(-logit)))];
        }
        Assert.Equal(expected, answer.Scores);
        Assert.Equal(provider == "cohere" ? 1 : null, answer.Searches);
        Assert.Equal(provider is "jina" or "tei" ? 14 : null, answer.Tokens);
    }

    [Theory]
    [InlineData("jina", 10)]
    [InlineData("tei", 32)]
    public async Task Documents_beyond_the_limit_of_a_request_are_split(string provider, int limit)
    {
        (ModelDouble service, TestModels models) = await StartAsync(provider);
        await using ModelDouble double_ = service;
        using TestModels owned = models;
        string[] many = [.. Enumerable.Range(0, 75).Select(i => i % 3 == 0 ? "heist" : "other")];
        RerankAnswer answer = await models.Reranker(provider).RerankAsync("heist", many, TestContext.Current.CancellationToken);
        Assert.Equal(many.Select(document => document == "heist"), answer.Scores.Select(score => score > 0.5));
        Assert.Equal((75 + limit - 1) / limit, service.Requests.Count(request => request.Path.EndsWith("/rerank", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task Each_document_must_come_once_with_a_finite_score(string provider)
    {
        (ModelDouble service, TestModels models) = await StartAsync(provider);
        await using ModelDouble double_ = service;
        using TestModels owned = models;
        foreach ((string results, string words) in ((string, string)[])
        [
            ("""[{"index":0,"S":0.5}]""", "1 of 2"),
            ("""[{"index":0,"S":0.5},{"index":0,"S":0.5}]""", "index 0 twice"),
            ("""[{"index":0,"S":0.5},{"index":2,"S":0.5}]""", "index 2"),
            ("""[{"index":0,"S":0.5},{"index":-1,"S":0.5}]""", "index -1"),
            ("""[{"index":0,"S":0.5},{"index":1,"S":1e999}]""", "finite"),
            ("""[{"index":0,"S":"0.5"},{"index":1,"S":0.5}]""", "form that is not known"),
        ])
        {
            string answer = results.Replace("\"S\"", provider == "tei" ? "\"score\"" : "\"relevance_score\"", StringComparison.Ordinal);
            service.Faults.None();
            service.Faults.Always(new Fault.Garbage(provider == "tei" ? answer : "{\"results\":" + answer + "}"), only: request => request.Method == "POST");
            DependencyException told = await Assert.ThrowsAsync<DependencyException>(
                () => models.Reranker(provider).RerankAsync("heist", ["a", "b"], TestContext.Current.CancellationToken));
            Assert.Contains(words, told.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task What_is_empty_is_refused_by_its_place(string provider)
    {
        (ModelDouble service, TestModels models) = await StartAsync(provider);
        await using ModelDouble double_ = service;
        using TestModels owned = models;
        IReranker reranker = models.Reranker(provider);
        Assert.Equal("documents[1]", (await Assert.ThrowsAsync<InvalidValueException>(() => reranker.RerankAsync("heist", ["a", ""], TestContext.Current.CancellationToken))).Field);
        Assert.Equal("query[0]", (await Assert.ThrowsAsync<InvalidValueException>(() => reranker.RerankAsync(" ", ["a"], TestContext.Current.CancellationToken))).Field);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task A_server_that_serves_another_model_than_was_asked_for_is_refused_also_when_it_was_replaced()
    {
        await using TextEmbeddingsInferenceDouble tei = await TextEmbeddingsInferenceDouble.StartAsync();
        ManualTimeProvider clock = new();
        using TestModels models = TestModels.With([("TextEmbeddingsInference:RerankingUrl", tei.Address.AbsoluteUri), ("TextEmbeddingsInference:RerankingModel", "thenlper/gte-base")], clock);
        IReranker reranker = models.Reranker("tei");
        Assert.Single((await reranker.RerankAsync("heist", ["a"], TestContext.Current.CancellationToken)).Scores);
        tei.Model = "BAAI/bge-reranker-base";
        clock.Advance(TimeSpan.FromMinutes(11));
        DependencyException told = await Assert.ThrowsAsync<DependencyException>(() => reranker.RerankAsync("heist", ["a"], TestContext.Current.CancellationToken));
        Assert.Contains("serves the model BAAI/bge-reranker-base where thenlper/gte-base is asked for", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Jinas_scores_that_are_no_shares_are_brought_into_their_range()
    {
        await using JinaDouble jina = await JinaDouble.StartAsync();
        using TestModels models = TestModels.Jina(jina);
        jina.Faults.Next(new Fault.Garbage("""{"results":[{"index":1,"relevance_score":-0.04},{"index":0,"relevance_score":0.7}]}"""));
        Assert.Equal([0.7, 0], (await models.Reranker("jina").RerankAsync("heist", ["a", "b"], TestContext.Current.CancellationToken)).Scores);
    }

    [Fact]
    public async Task Text_Embeddings_Inference_is_asked_once_what_it_serves_however_often_its_model_is_had()
    {
        await using TextEmbeddingsInferenceDouble tei = await TextEmbeddingsInferenceDouble.StartAsync();
        using TestModels models = TestModels.Tei(tei);
        for (int i = 0; i < 2; i++)
            await models.Reranker("tei").RerankAsync("heist", ["a"], TestContext.Current.CancellationToken);
        Assert.Equal(["/info", "/rerank", "/rerank"], tei.Requests.Select(request => request.Path));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_service_that_asks_for_patience_or_fails_for_a_moment_is_asked_again(string provider)
    {
        (ModelDouble service, TestModels models) = await StartAsync(provider);
        await using ModelDouble double_ = service;
        using TestModels owned = models;
        service.Faults.Next(new Fault.Status(429, RetryAfter: "0"), only: IsRerank);
        service.Faults.Next(new Fault.Status(503), only: IsRerank);
        Assert.Single((await models.Reranker(provider).RerankAsync("heist", ["a heist"], TestContext.Current.CancellationToken)).Scores);
        Assert.Equal(3, service.Requests.Count(request => request.Path.EndsWith("/rerank", StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_service_that_does_not_answer_in_time_is_told(string provider)
    {
        (string, string?)[] rules = [($"Dependencies:{Dependency(provider)}:Timeout", "00:00:00.500"), ($"Dependencies:{Dependency(provider)}:Attempts", "1")];
        (ModelDouble service, TestModels models) = await StartAsync(provider, rules);
        await using ModelDouble double_ = service;
        using TestModels owned = models;
        service.Faults.Always(new Fault.Slow());
        DependencyException late = await Assert.ThrowsAsync<DependencyException>(
            () => models.Reranker(provider).RerankAsync("heist", ["a"], TestContext.Current.CancellationToken));
        Assert.Equal((Dependency(provider), "did not answer within 500 ms", true), (late.Dependency, late.Reason, late.Transient));
    }

    [Theory]
    [MemberData(nameof(Providers))]
    public async Task A_service_that_fails_again_and_again_is_left_alone(string provider)
    {
        (string, string?)[] rules = [($"Dependencies:{Dependency(provider)}:BreakerCalls", "4"), ($"Dependencies:{Dependency(provider)}:Attempts", "1")];
        (ModelDouble service, TestModels models) = await StartAsync(provider, rules);
        await using ModelDouble double_ = service;
        using TestModels owned = models;
        IReranker reranker = models.Reranker(provider);
        service.Faults.Always(new Fault.Status(500));
        for (int i = 0; i < 10; i++)
            await Assert.ThrowsAsync<DependencyException>(() => reranker.RerankAsync("heist", ["a"], TestContext.Current.CancellationToken));
        Assert.Equal(4, service.Requests.Count);
        Assert.Equal(DependencyState.Down, models.Dependencies[Dependency(provider)].State);
        DependencyException refused = await Assert.ThrowsAsync<DependencyException>(() => reranker.RerankAsync("heist", ["a"], TestContext.Current.CancellationToken));
        Assert.Contains("left alone after too many failures (the last: answers with 500", refused.Message, StringComparison.Ordinal);
    }

    private static string Dependency(string provider) => provider == "tei" ? "tei-reranking" : provider;

    private static bool IsRerank(Microsoft.AspNetCore.Http.HttpRequest request) => request.Path.Value!.EndsWith("/rerank", StringComparison.Ordinal);

    private static async Task<(ModelDouble Double, TestModels Models)> StartAsync(string provider, params (string Setting, string? Value)[] more)
    {
        switch (provider)
        {
            case "cohere":
                CohereDouble cohere = await CohereDouble.StartAsync();
                return (cohere, TestModels.Cohere(cohere, more));
            case "jina":
                JinaDouble jina = await JinaDouble.StartAsync(mostTexts: 10);
                return (jina, TestModels.Jina(jina, [("Jina:BatchSize", "10"), .. more]));
            default:
                TextEmbeddingsInferenceDouble tei = await TextEmbeddingsInferenceDouble.StartAsync();
                return (tei, TestModels.Tei(tei, more));
        }
    }
}
