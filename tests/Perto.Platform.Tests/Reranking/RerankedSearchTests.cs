using Microsoft.Extensions.DependencyInjection;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Platform.Tests;

/// <summary>The walk from a query to its results: decide, judge, leave out, keep, and say what was done.</summary>
public sealed class RerankedSearchTests
{
    private const string Question = "why is the blue parcel late";

    private static readonly RerankCandidate[] Found = TestReranking.Candidates(
        "thanks for the flowers", "a parcel", "why the blue parcel is so late", "the blue one is late", "nothing", "more of nothing");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Results_tell_both_scores_both_ranks_and_the_move()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Gate:Enabled", "false")]);

        RerankReport report = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, Found, Token);

        // Of the six words of the query: c3 has all, c4 four, c1 one, c2 one, and no more than three stay under the threshold of a half.
        Assert.Equal(["c3", "c4", "c1"], report.Results.Select(result => result.Id));
        Assert.Equal([3, 4, 1], report.Results.Select(result => result.OriginalRank));
        Assert.Equal([1, 2, 3], report.Results.Select(result => result.NewRank));
        Assert.Equal([2, 2, -2], report.Results.Select(result => result.RankChange));
        Assert.Equal([.58, .57, .6], report.Results.Select(result => Math.Round(result.OriginalScore, 2)));
        Assert.Equal([1, 4 / 6.0, 1 / 6.0], report.Results.Select(result => result.RerankScore!.Value));
        Assert.Equal(new RankChanges(2, 1, 0, 6), report.RankChanges);
        Assert.Equal((6, 6, 3), (report.RetrievalCount, report.RerankedCount, report.FilteredCount));
        Assert.Equal((1 + (4 / 6.0) + (1 / 6.0)) / 3, report.AvgRerankScore!.Value, 12);
        Assert.Equal((true, RerankRule.QuestionWords, "the query asks 'why'"), (report.Decision.Rerank, report.Decision.Rule, report.Decision.Reason));
        Assert.Equal(("custom", "overlap", "", false), (report.Profile, report.Provider, report.Model, report.Degraded));
        Assert.Equal(("reranked", 1.0, null), (report.Order, report.Propensity, report.Id));
    }

    [Fact]
    public async Task A_query_that_is_answered_well_enough_is_not_judged()
    {
        await using TestReranking test = await TestReranking.OpenAsync();
        RerankCandidate[] sure = [new("a", "one", .95), new("b", "two", .9)];

        RerankReport report = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = "where is the blue parcel" }, sure, Token);

        Assert.Equal(0, test.Reranker.Calls);
        Assert.Equal((RerankRule.StrongRetrieval, false, 0, null), (report.Decision.Rule, report.Degraded, report.RerankedCount, report.AvgRerankScore));
        Assert.Equal(["a", "b"], report.Results.Select(result => result.Id));
        Assert.All(report.Results, result => Assert.Null(result.RerankScore));
    }

    [Fact]
    public async Task The_retrieval_is_asked_for_as_many_as_the_profile_says_and_only_so_many_are_judged()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Retrieve", "30"), ("Depth", "20"), ("Keep", "25"), ("Gate:Enabled", "false"), ("Threshold", "0")]);
        int asked = 0;

        RerankReport report = await test.Search.SearchAsync(
            TestReranking.Tenant,
            new RerankQuery { Text = Question },
            (count, _) =>
            {
                asked = count;
                return Task.FromResult<IReadOnlyList<RerankCandidate>>(TestReranking.Candidates([.. Enumerable.Range(0, count).Select(i => i == 19 ? "why" : "-")]));
            },
            Token);

        Assert.Equal((30, 30, 20), (asked, report.RetrievalCount, report.RerankedCount));
        Assert.Equal(["c20", .. Enumerable.Range(1, 19).Select(i => $"c{i}"), .. Enumerable.Range(21, 5).Select(i => $"c{i}")], report.Results.Select(result => result.Id));
        Assert.All(report.Results.Skip(20), result => Assert.Null(result.RerankScore));
    }

    [Fact]
    public async Task Callers_may_ask_for_it_and_for_the_order_of_retrieval()
    {
        await using TestReranking test = await TestReranking.OpenAsync();

        RerankReport always = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = "parcel", Mode = RerankMode.Always, Keep = 1, Threshold = 1 }, Found, Token);
        RerankReport never = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question, Mode = RerankMode.Never }, Found, Token);

        Assert.Equal((RerankRule.AskedAlways, "c2", null), (always.Decision.Rule, always.Results.Single().Id, always.Id));
        Assert.Equal((RerankRule.AskedNever, "c1"), (never.Decision.Rule, never.Results[0].Id));
    }

    [Fact]
    public async Task A_reranker_that_fails_leaves_the_order_of_retrieval_marked_and_logged()
    {
        await using TestReranking test = await TestReranking.OpenAsync();
        IDegraded degraded = DegradedRequest.Collect();
        test.Reranker.Failure = new DependencyException("another", "cannot be reached", "Try again");

        RerankReport report = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, Found, Token);

        Assert.Equal(["c1", "c2", "c3", "c4", "c5", "c6"], report.Results.Select(result => result.Id));
        Assert.True(report.Degraded);
        Assert.Contains("another cannot be reached", report.DegradedReason, StringComparison.Ordinal);
        Assert.Equal(["re-ranker"], degraded.Names);
        Assert.Contains(test.Log.Entries, entry => entry.Message.Contains("The re-ranker overlap failed", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(.5)]
    [InlineData(double.NaN)]
    [InlineData(1.5)]
    public async Task An_answer_that_is_none_is_a_failure(double score)
    {
        await using TestReranking test = await TestReranking.OpenAsync();
        test.Reranker.Score = (_, _) => score;
        if (score == .5)
            test.Reranker.Failure = new InvalidOperationException("unforeseen");

        RerankReport report = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, Found, Token);

        Assert.True(report.Degraded);
        Assert.Equal("c1", report.Results[0].Id);
    }

    [Fact]
    public async Task A_reranker_that_is_too_slow_is_not_waited_for()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Deadline", "00:00:01.5")]);
        test.Reranker.Until = new TaskCompletionSource().Task;

        Task<RerankReport> answer = test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, Found, Token);
        await test.Clock.TimersAsync(1, Token);
        test.Clock.Advance(TimeSpan.FromSeconds(2));
        RerankReport report = await answer;

        Assert.Equal("it did not answer within 1500 ms", report.DegradedReason);
        Assert.Equal(1_500, report.RerankTimeMs);
        Assert.Equal("c1", report.Results[0].Id);
    }

    [Fact]
    public async Task A_caller_who_gives_up_is_no_failure_of_the_reranker()
    {
        await using TestReranking test = await TestReranking.OpenAsync();
        test.Reranker.Until = new TaskCompletionSource().Task;
        using var caller = new CancellationTokenSource();

        Task<RerankReport> answer = test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, Found, caller.Token);
        await test.Clock.TimersAsync(1, Token);
        await caller.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
        Assert.DoesNotContain(test.Log.Entries, entry => entry.Message.Contains("failed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Owners_whose_queries_are_usually_complex_get_it_also_for_a_simple_one()
    {
        await using TestReranking test = await TestReranking.OpenAsync();
        RerankCandidate[] sure = [new("a", "one", .95), new("b", "two", .9)];
        const string Complex = "blue parcel arrived broken yesterday morning, red parcel arrived late yesterday evening, green parcel never arrived anywhere";
        for (int i = 0; i < 3; i++)
            await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Complex, Owner = "ana" }, sure, Token);

        RerankReport ana = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = "where is the blue parcel", Owner = "ana" }, sure, Token);
        RerankReport rui = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = "where is the blue parcel", Owner = "rui" }, sure, Token);
        RerankReport elsewhere = await test.Search.RerankAsync(new TenantId("other"), new RerankQuery { Text = "where is the blue parcel", Owner = "ana" }, sure, Token);

        Assert.Equal(RerankRule.ComplexOwner, ana.Decision.Rule);
        Assert.Equal(RerankRule.StrongRetrieval, rui.Decision.Rule);
        Assert.Equal(RerankRule.StrongRetrieval, elsewhere.Decision.Rule);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task The_latest_fifty_queries_of_an_owner_count_and_are_written_down(SqlDialect dialect)
    {
        await using TestReranking test = await TestReranking.OpenAsync(dialect);
        var owners = test.Services.GetRequiredService<OwnerQueries>();
        for (int i = 0; i < 30; i++)
            await owners.CountAsync(TestReranking.Tenant, "ana", 1, Token);
        for (int i = 0; i < 49; i++)
            await owners.CountAsync(TestReranking.Tenant, "ana", 0, Token);
        Assert.Equal(0, await owners.CountAsync(TestReranking.Tenant, "ana", 0, Token));

        var another = new OwnerQueries(test.Database, test.Services.GetRequiredService<Suppressions>(), test.Clock);
        Assert.Equal(.5, await another.CountAsync(TestReranking.Tenant, "ana", 25, Token));
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Queries_that_are_not_written_yet_survive_the_memorys_age_and_those_of_other_servers_are_kept(SqlDialect dialect)
    {
        await using TestReranking test = await TestReranking.OpenAsync(dialect);
        var here = test.Services.GetRequiredService<OwnerQueries>();
        var there = new OwnerQueries(test.Database, test.Services.GetRequiredService<Suppressions>(), test.Clock);
        for (int i = 0; i < 9; i++)
        {
            await here.CountAsync(TestReranking.Tenant, "ana", 1, Token);
            await there.CountAsync(TestReranking.Tenant, "ana", 0, Token);
        }

        test.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(1, await here.CountAsync(TestReranking.Tenant, "ana", 1, Token));
        await there.CountAsync(TestReranking.Tenant, "ana", 0, Token);

        test.Clock.Advance(TimeSpan.FromMinutes(11));
        // Ten of each, and this one.
        Assert.Equal(11 / 21.0, await here.CountAsync(TestReranking.Tenant, "ana", 1, Token), 12);
    }

    [Fact]
    public async Task Records_that_cannot_be_read_or_written_cost_no_answer()
    {
        await using TestReranking test = await TestReranking.OpenAsync();
        IDegraded degraded = DegradedRequest.Collect();
        test.Failing.FailingReads = int.MaxValue;
        test.Failing.FailingWrites = int.MaxValue;

        RerankReport report = null!;
        for (int i = 0; i < OwnerQueries.WrittenEvery; i++)
            report = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question, Owner = "ana" }, Found, Token);

        Assert.Equal(["c3", "c4", "c1"], report.Results.Select(result => result.Id));
        Assert.Equal((false, "reranked", 1.0), (report.Degraded, report.Order, report.Propensity));
        Assert.Equal(["re-ranking-records"], degraded.Names);
        Assert.Contains(test.Log.Entries, entry => entry.Message.Contains("the gate cannot be read", StringComparison.Ordinal));
        Assert.Contains(test.Log.Entries, entry => entry.Message.Contains("the owner's queries cannot be read", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Blank_texts_are_not_sent_and_score_nothing()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Gate:Enabled", "false"), ("Threshold", "0")]);
        List<string> judged = [];
        test.Reranker.Score = (_, document) =>
        {
            judged.Add(document);
            return .5;
        };

        RerankReport report = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, TestReranking.Candidates("", "a", " \t", "b"), Token);
        RerankReport blank = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, TestReranking.Candidates("", " "), Token);

        Assert.Equal(["a", "b"], judged);
        Assert.Equal(["c2", "c4", "c1", "c3"], report.Results.Select(result => result.Id));
        Assert.Equal([.5, .5, 0, 0], report.Results.Select(result => result.RerankScore!.Value));
        Assert.Equal((1, false, 2), ((int)test.Reranker.Calls, blank.Degraded, blank.RerankedCount));
    }

    [Fact]
    public async Task Candidates_behind_the_depth_do_not_take_the_place_of_judged_ones_that_the_threshold_leaves_out()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Depth", "4"), ("Gate:Enabled", "false")]);
        test.Reranker.Score = (_, document) => document == "+" ? .9 : .1;

        RerankReport some = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, TestReranking.Candidates("+", "-", "+", "+", "?", "?"), Token);
        RerankReport all = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, TestReranking.Candidates("+", "+", "+", "+", "?", "?"), Token);

        Assert.Equal(["c1", "c3", "c4"], some.Results.Select(result => result.Id));
        Assert.Equal(["c1", "c2", "c3", "c4", "c5", "c6"], all.Results.Select(result => result.Id));
    }

    [Fact]
    public async Task A_service_that_hangs_opens_its_breaker_and_stays_alone_while_it_hangs()
    {
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        await using TestReranking test = await CohereAsync(cohere, ("Deadline", "00:00:01"));
        Dependency dependency = test.Services.GetRequiredService<Dependencies>()["cohere"];
        IDegraded degraded = DegradedRequest.Collect();
        cohere.Faults.Always(new Fault.Slow());

        for (int i = 0; i < 5; i++)
        {
            Assert.Equal(DependencyState.Up, dependency.State);
            Assert.StartsWith("cohere did not answer within 950 ms", (await TooLateAsync()).DegradedReason, StringComparison.Ordinal);
        }
        Assert.Equal(DependencyState.Down, dependency.State);
        RerankReport alone = await AskAsync();
        test.Clock.Advance(dependency.Definition.Settings.BreakerPause);
        await TooLateAsync();
        Assert.Equal(DependencyState.Down, dependency.State);
        cohere.Faults.None();
        test.Clock.Advance(dependency.Definition.Settings.BreakerPause);
        // The answer comes in the machine's time, and that of the test stands still.
        RerankReport back = await AskAsync();

        Assert.Contains("left alone", alone.DegradedReason, StringComparison.Ordinal);
        Assert.Equal(7, dependency.Status.Fallbacks);
        Assert.Equal(["cohere", "re-ranker"], degraded.Names);
        Assert.Equal((false, DependencyState.Up), (back.Degraded, dependency.State));

        async Task<RerankReport> TooLateAsync()
        {
            Task<RerankReport> asked = AskAsync();
            // The deadline of the service, which is set when the request is made, is a little before that of the caller.
            await test.Clock.TimersAsync(2, Token);
            test.Clock.Advance(TimeSpan.FromSeconds(.96));
            return await asked;
        }

        Task<RerankReport> AskAsync() => test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, Found, Token);
    }

    [Fact]
    public async Task With_a_deadline_a_service_is_asked_once_and_a_turn_beyond_it_is_not_waited_for()
    {
        await using CohereDouble cohere = await CohereDouble.StartAsync();
        await using TestReranking test = await CohereAsync(cohere, ("Perto:LanguageModels:Limits:cohere:RequestsPerMinute", "1"));
        cohere.Faults.Next(new Fault.Status(429, RetryAfter: "1"));

        RerankReport refused = await AskAsync();
        RerankReport early = await AskAsync();

        Assert.Contains("429", refused.DegradedReason, StringComparison.Ordinal);
        Assert.Single(cohere.Requests);
        Assert.StartsWith("cohere is asked as often as", early.DegradedReason, StringComparison.Ordinal);
        Assert.Contains("it waits 1.9 s at most", early.DegradedReason, StringComparison.Ordinal);

        Task<RerankReport> AskAsync() => test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, Found, Token);
    }

    private static Task<TestReranking> CohereAsync(CohereDouble cohere, params (string, string?)[] settings) => TestReranking.OpenAsync(settings:
        [("Model", "cohere:rerank-v3.5"), ("Perto:Cohere:ApiKey", cohere.ApiKey), ("Perto:Cohere:BaseUrl", cohere.Address.AbsoluteUri), .. settings]);

    [Theory]
    [InlineData("", "query")]
    [InlineData("  ", "query")]
    [InlineData("a\0b", "query")]
    public async Task A_query_that_is_none_is_refused(string query, string field)
    {
        await using TestReranking test = await TestReranking.OpenAsync();
        var refused = await Assert.ThrowsAsync<InvalidValueException>(() => test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = query }, Found, Token));
        Assert.Equal(field, refused.Field);
    }

    [Fact]
    public async Task Candidates_that_cannot_be_told_apart_or_have_no_score_are_refused()
    {
        await using TestReranking test = await TestReranking.OpenAsync();

        Assert.Equal("candidates[1].id", await FieldAsync([new("a", "", 1), new("a", "", 1)]));
        Assert.Equal("candidates[0].score", await FieldAsync([new("a", "", double.NaN)]));
        Assert.Equal("candidates", await FieldAsync([.. Enumerable.Range(0, 1_001).Select(i => new RerankCandidate($"{i}", "", 0))]));

        async Task<string> FieldAsync(RerankCandidate[] candidates) => (await Assert.ThrowsAsync<InvalidValueException>(
            () => test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question }, candidates, Token))).Field;
    }

    [Fact]
    public async Task A_collection_is_searched_by_vectors_and_put_in_order_by_its_texts()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Gate:Enabled", "false")]);
        IVectorCollection films = await test.Services.GetRequiredService<IVectorStore>().CollectionAsync(
            TestReranking.Tenant, "films", schema => schema.Dense("plot", 2, Metric.Cosine).Text("words").Integer("year"), Token);
        await films.UpsertAsync(
            [
                new VectorRecord("near") { Vectors = { ["plot"] = new float[] { 1, 0 } }, Payload = { ["words"] = "nothing of it", ["year"] = 1995 } },
                new VectorRecord("far") { Vectors = { ["plot"] = new float[] { 1, 1 } }, Payload = { ["words"] = Question, ["year"] = 1998 } },
                new VectorRecord("bare") { Vectors = { ["plot"] = new float[] { 1, 2 } }, Payload = { ["year"] = 1998 } },
                new VectorRecord("old") { Vectors = { ["plot"] = new float[] { 1, 0 } }, Payload = { ["words"] = Question, ["year"] = 1950 } },
            ],
            Token);
        var nearest = new VectorQuery("plot", new float[] { 1, 0 }) { K = 1, Filter = Filter.Gte("year", 1990) };

        RerankReport report = await test.Search.SearchAsync(new RerankQuery { Text = Question }, films, nearest, "words", Token);

        Assert.Equal(["far", "near", "bare"], report.Results.Select(result => result.Id));
        Assert.Equal(1, report.Results[1].OriginalScore, 6);
        var refused = await Assert.ThrowsAsync<InvalidValueException>(() => test.Search.SearchAsync(new RerankQuery { Text = Question }, films, nearest, "year", Token));
        Assert.Equal("words", refused.Allowed);
    }
}
