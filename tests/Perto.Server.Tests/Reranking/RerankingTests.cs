using System.Text.Json.Nodes;
using Perto.Client;
using Perto.Platform;
using Perto.Testing;

namespace Perto.Server.Tests;

/// <summary>Candidates, feedback and status over HTTP, as <see cref="HttpReranking"/> sends them.</summary>
public sealed class RerankingTests
{
    private static readonly RerankRequest Request = new()
    {
        Query = "why is the blue parcel late",
        Scope = "messages",
        Candidates = [new("a", "nothing", .6), new("b", "the blue parcel is late", .5)],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Candidates_are_ranked_feedback_is_learnt_and_the_status_tells_both()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker());
        var reranking = new HttpReranking(server.Client);

        RerankReport report = await reranking.RankAsync(Request, Token);
        RerankFeedbackReport learnt = await reranking.LearnAsync(new RerankFeedback { Id = report.Id!, Used = ["b"] }, Token);
        RerankingStatus status = await reranking.StatusAsync(Token);

        Assert.Equal(RerankRule.QuestionWords, report.Decision.Rule);
        Assert.Equal(2, report.RerankedCount);
        Assert.True(learnt.Counted);
        Assert.True(learnt.Advantage > 0);
        Assert.Equal(("custom", "overlap", true, "messages"), (status.Profile, status.Provider, status.Usable, Assert.Single(status.Gates).Scope));
        await (await server.PostAsync("/v1/reranking/feedback", new { id = "another", used = (string[])["b"] })).ProblemAsync(404, "not_found");
    }

    [Fact]
    public async Task A_failing_model_is_marked_in_the_header_of_the_answer()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker { Failure = new InvalidOperationException("down") });

        HttpResponseMessage answer = await server.PostAsync("/v1/reranking/rank", Request);

        Assert.Equal("re-ranker", Assert.Single(answer.Headers.GetValues("Perto-Degraded")));
        JsonNode report = await answer.JsonAsync();
        Assert.Equal((true, "a"), ((bool)report["degraded"]!, (string?)report["results"]![0]!["id"]));
    }

    [Fact]
    public async Task What_a_tenant_teaches_is_nothing_to_another()
    {
        await using RunningServer server = await RerankServer.StartAsync(new WordOverlapReranker(), KeysServer.RequireKeys);
        string acme = (await server.Host.IssueAsync("acme", "reranking:write")).Key;
        string other = (await server.Host.IssueAsync("other", "reranking:write")).Key;
        JsonNode report = await (await server.AskAsync(acme, "/v1/reranking/rank", HttpMethod.Post, Request)).JsonAsync();
        object feedback = new { id = (string?)report["id"], used = (string[])["b"] };

        await (await server.AskAsync(other, "/v1/reranking/feedback", HttpMethod.Post, feedback)).ProblemAsync(404, "not_found");
        Assert.True((await server.AskAsync(acme, "/v1/reranking/feedback", HttpMethod.Post, feedback)).IsSuccessStatusCode);
        Assert.Empty((await server.ReadAsync(other, "/v1/reranking/status"))["gates"]!.AsArray());
        Assert.Single((await server.ReadAsync(acme, "/v1/reranking/status"))["gates"]!.AsArray());
    }
}
