using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform.Tests;

/// <summary>Feedback over the database: what it teaches, where it holds, and what becomes of it.</summary>
public sealed class RerankFeedbackTests
{
    private const string Question = "why is the blue parcel late";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task A_reranker_that_harms_is_switched_off_where_it_does_and_tried_again_later(SqlDialect dialect)
    {
        await using TestReranking test = await TestReranking.OpenAsync(dialect, seed: 7);
        // The retrieval has what is needed on top, and the re-ranker puts it last.
        test.Reranker.Score = (_, document) => document == "needed" ? .1 : .9;
        RerankCandidate[] found = TestReranking.Candidates("needed", "other", "other", "other");

        int feedbacks = 0;
        RerankReport report;
        while ((report = await AskAsync(test, "messages", found)).Decision.Rule == RerankRule.QuestionWords)
        {
            Assert.InRange(++feedbacks, 1, 150);
            await test.Local.LearnAsync(new RerankFeedback { Id = report.Id!, Used = Use(report, "c1") }, Token);
        }

        Assert.Equal(RerankRule.GateClosed, report.Decision.Rule);
        Assert.Equal((null, false, "c1"), (report.Id, report.Degraded, report.Results[0].Id));
        RerankGateStatus gate = Assert.Single((await test.Local.StatusAsync(Token)).Gates);
        Assert.Equal(("messages", "overlap", RerankGateState.Off, 1), (gate.Scope, gate.Model, gate.State, gate.Closures));
        Assert.True(gate.Advantage < 0);
        Assert.Equal(test.Clock.GetUtcNow().AddDays(7), gate.RetryAt);
        Assert.Contains(test.Log.Entries, entry => entry.Message.Contains("harms in messages of tenant t", StringComparison.Ordinal));

        Assert.Equal(RerankRule.QuestionWords, (await AskAsync(test, "another", found)).Decision.Rule);
        Assert.Equal(RerankRule.AskedAlways, (await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question, Scope = "messages", Mode = RerankMode.Always }, found, Token)).Decision.Rule);
        test.Clock.Advance(TimeSpan.FromDays(7));
        Assert.Equal(RerankRule.QuestionWords, (await AskAsync(test, "messages", found)).Decision.Rule);
    }

    [Fact]
    public async Task A_reranker_that_helps_stays_and_is_watched_less()
    {
        await using TestReranking test = await TestReranking.OpenAsync(seed: 11);
        test.Reranker.Score = (_, document) => document == "needed" ? .9 : .1;
        RerankCandidate[] found = TestReranking.Candidates("other", "other", "other", "needed");
        RerankGateStatus? gate = null;
        for (int i = 0; i < 300; i++)
        {
            RerankReport report = await AskAsync(test, "messages", found);
            gate = (await test.Local.LearnAsync(new RerankFeedback { Id = report.Id!, Used = Use(report, "c4") }, Token)).Gate;
        }

        Assert.Equal((RerankGateState.Helps, .05), (gate!.State, gate.Exploration));
        Assert.True(gate.Advantage > 0);
    }

    [Fact]
    public async Task About_as_many_answers_as_settings_say_keep_the_order_of_retrieval_and_tell_their_propensity()
    {
        await using TestReranking test = await TestReranking.OpenAsync(seed: 3, settings: [("Gate:Exploration", "0.25")]);
        RerankCandidate[] found = TestReranking.Candidates("nothing", "why is the blue parcel late");
        await FeedBackAsync(test, found);
        int original = 0;
        for (int i = 0; i < 400; i++)
        {
            RerankReport report = await AskAsync(test, "messages", found);
            Assert.Equal(report.Order == "original" ? .25 : .75, report.Propensity);
            Assert.Equal(report.Order == "original" ? "c1" : "c2", report.Results[0].Id);
            Assert.All(report.Results, result => Assert.NotNull(result.RerankScore));
            original += report.Order == "original" ? 1 : 0;
        }

        Assert.InRange(original, 70, 130);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Only_the_first_feedback_for_an_answer_counts_and_none_is_lost_when_many_come_at_once(SqlDialect dialect)
    {
        await using TestReranking test = await TestReranking.OpenAsync(dialect);
        RerankCandidate[] found = TestReranking.Candidates("nothing", "why is the blue parcel late");
        List<RerankReport> reports = [];
        for (int i = 0; i < 20; i++)
            reports.Add(await AskAsync(test, "messages", found));

        RerankFeedbackReport[] all = await Task.WhenAll(reports.Concat(reports).Select(report => Task.Run(
            () => test.Local.LearnAsync(new RerankFeedback { Id = report.Id!, Used = ["c2"] }, Token), Token)));

        Assert.Equal(20, all.Count(report => report.Counted));
        Assert.Equal(20, Assert.Single((await test.Local.StatusAsync(Token)).Gates).Feedbacks);
    }

    [Fact]
    public async Task Feedback_for_what_was_not_answered_is_refused()
    {
        await using TestReranking test = await TestReranking.OpenAsync();
        RerankReport report = await AskAsync(test, "messages", TestReranking.Candidates("nothing", "why is the blue parcel late"));

        await Assert.ThrowsAsync<NotFoundException>(() => test.Local.LearnAsync(new RerankFeedback { Id = "another", Used = [] }, Token));
        await Assert.ThrowsAsync<NotFoundException>(() => test.Local.For(new TenantId("other")).LearnAsync(new RerankFeedback { Id = report.Id!, Used = [] }, Token));
        var unknown = await Assert.ThrowsAsync<InvalidValueException>(() => test.Local.LearnAsync(new RerankFeedback { Id = report.Id!, Used = ["c1", "c9"] }, Token));
        Assert.Equal("used[1]", unknown.Field);
        test.Clock.Advance(TimeSpan.FromDays(8));
        await Assert.ThrowsAsync<NotFoundException>(() => test.Local.LearnAsync(new RerankFeedback { Id = report.Id!, Used = [] }, Token));
    }

    [Fact]
    public async Task Where_nobody_gives_feedback_all_answers_stand_in_the_order_of_the_reranker()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Gate:Exploration", "0.5")]);
        RerankCandidate[] found = TestReranking.Candidates("nothing", "why is the blue parcel late");

        Assert.Equal(0, await OriginalsAsync("messages"));
        await FeedBackAsync(test, found);
        Assert.InRange(await OriginalsAsync("messages"), 25, 75);
        Assert.Equal(0, await OriginalsAsync("another"));
        test.Clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(0, await OriginalsAsync("messages"));

        async Task<int> OriginalsAsync(string scope)
        {
            int originals = 0;
            for (int i = 0; i < 100; i++)
            {
                RerankReport report = await AskAsync(test, scope, found);
                Assert.NotNull(report.Id);
                originals += report.Order == "original" ? 1 : 0;
            }
            return originals;
        }
    }

    [Fact]
    public async Task An_explicit_threshold_holds_in_both_orders_and_that_of_the_profile_makes_both_as_long()
    {
        await using TestReranking test = await TestReranking.OpenAsync(seed: 5, settings: [("Gate:Exploration", "0.5"), ("Threshold", "0.5")]);
        test.Reranker.Score = (_, document) => document.StartsWith('+') ? .9 : .1;
        RerankCandidate[] found = TestReranking.Candidates("-", "+a", "+b", "-", "+c", "+d", "-");
        await FeedBackAsync(test, found);
        HashSet<string> orders = [];
        for (int i = 0; i < 40; i++)
        {
            RerankReport own = await AskAsync(test, "messages", found);
            RerankReport asked = await test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question, Scope = "messages", Threshold = .5 }, found, Token);
            orders.Add(own.Order);
            orders.Add(asked.Order + " asked");

            // The retrieval's first four; two of them score less than the threshold, so that only one of those that do is left out.
            Assert.Equal(own.Order == "original" ? "c1 c2 c3 c4" : "c2 c3 c5 c6", string.Join(' ', own.Results.Select(result => result.Id)));
            Assert.Equal(own.Order == "original" ? 1 : 3, own.FilteredCount);
            Assert.Equal("c2 c3 c5 c6", string.Join(' ', asked.Results.Select(result => result.Id)));
            Assert.Equal(3, asked.FilteredCount);
        }

        Assert.Equal(4, orders.Count);
    }

    [Fact]
    public async Task Answers_wait_while_the_database_is_away_and_are_written_together_when_it_is_back()
    {
        await using TestReranking test = await TestReranking.OpenAsync();
        RerankCandidate[] found = TestReranking.Candidates("nothing", "why is the blue parcel late");
        List<RerankReport> reports = [];
        for (int i = 0; i < 300; i++)
            reports.Add(await AskAsync(test, "messages", found));
        Assert.Equal(0, await CountAsync());

        test.Failing.FailingWrites = 1;
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.WriteAnswersAsync(Token));
        Assert.True((await test.Local.LearnAsync(new RerankFeedback { Id = reports[0].Id!, Used = [] }, Token)).Counted);

        Assert.Equal(300, await CountAsync());

        Task<long> CountAsync() => test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from reranking_answer"), Token);
    }

    [Theory, InlineData(SqlDialect.Sqlite), InlineData(SqlDialect.Postgres)]
    public async Task Answers_are_deleted_when_their_days_are_over(SqlDialect dialect)
    {
        await using TestReranking test = await TestReranking.OpenAsync(dialect);
        RerankCandidate[] found = TestReranking.Candidates("nothing", "why is the blue parcel late");
        await AskAsync(test, "messages", found);
        test.Clock.Advance(TimeSpan.FromDays(8));
        await AskAsync(test, "messages", found);
        await test.WriteAnswersAsync(Token);

        var cleaning = new RerankAnswerCleaning(test.Database, test.Services.GetRequiredService<RerankingSettings>(), test.Clock);
        string words = await cleaning.RunAsync(TestReranking.Job(test.Clock), Token);

        Assert.StartsWith("1 re-ranked answers", words, StringComparison.Ordinal);
        Assert.Equal(1, await test.Database.ReadAsync(session => session.ScalarAsync<long>("select count(*) from reranking_answer"), Token));
    }

    private static Task<RerankReport> AskAsync(TestReranking test, string scope, RerankCandidate[] found) =>
        test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = Question, Scope = scope }, found, Token);

    private static async Task FeedBackAsync(TestReranking test, RerankCandidate[] found) =>
        await test.Local.LearnAsync(new RerankFeedback { Id = (await AskAsync(test, "messages", found)).Id!, Used = [] }, Token);

    // A reader who looks no further than the first two.
    private static string[] Use(RerankReport report, string needed) => [.. report.Results.Take(2).Select(result => result.Id).Where(id => id == needed)];
}
