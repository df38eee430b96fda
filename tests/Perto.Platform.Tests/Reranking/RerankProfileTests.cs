using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Perto.Platform.Tests;

/// <summary>The four profiles, what settings change of them, and what is said where one cannot be used.</summary>
public sealed class RerankProfileTests
{
    [Theory]
    [InlineData(RerankProfileName.Development, "local:ms-marco-MiniLM-L-6-v2", 20, 5, .5, true)]
    [InlineData(RerankProfileName.Staging, "jina:jina-reranker-v1-base-en", 50, 10, .5, true)]
    [InlineData(RerankProfileName.Production, "jina:jina-reranker-v1-turbo-en", 100, 10, .6, true)]
    [InlineData(RerankProfileName.Enterprise, "cohere:rerank-english-v2.0", 100, 15, .7, false)]
    public void Each_has_its_model_depth_threshold_and_rules(RerankProfileName name, string model, int retrieve, int keep, double threshold, bool adaptive)
    {
        RerankProfile profile = RerankProfile.Of(new RerankingSettings { Profile = name });

        Assert.Equal(
            (name.ToString().ToLowerInvariant(), model, retrieve, keep, retrieve, threshold, adaptive),
            (profile.Name, profile.Model.ToString(), profile.Retrieve, profile.Keep, profile.Depth, profile.Threshold, profile.Adaptive));
    }

    [Fact]
    public void Settings_override_single_values()
    {
        RerankProfile profile = RerankProfile.Of(new RerankingSettings
        {
            Profile = RerankProfileName.Enterprise,
            Model = "cohere:rerank-multilingual-v2.0",
            Retrieve = 60,
            Keep = 6,
            Depth = 40,
            Threshold = .1,
            Adaptive = true,
        });

        Assert.Equal(("enterprise", "cohere:rerank-multilingual-v2.0", 60, 6, 40, .1, true), (profile.Name, profile.Model.ToString(), profile.Retrieve, profile.Keep, profile.Depth, profile.Threshold, profile.Adaptive));
    }

    [Fact]
    public void A_model_without_a_profile_judges_fifty_and_keeps_ten()
    {
        RerankProfile profile = RerankProfile.Of(new RerankingSettings { Model = "tei" });
        Assert.Equal(("custom", 50, 10, 50, .5, true), (profile.Name, profile.Retrieve, profile.Keep, profile.Depth, profile.Threshold, profile.Adaptive));
        Assert.Equal(50, RerankProfile.Of(new RerankingSettings { Model = "tei", Retrieve = 200 }).Depth);
    }

    [Fact]
    public void More_candidates_are_retrieved_without_more_being_judged_unless_the_depth_says_so()
    {
        Assert.Equal(20, RerankProfile.Of(new RerankingSettings { Profile = RerankProfileName.Development, Retrieve = 200 }).Depth);
        Assert.Equal(200, RerankProfile.Of(new RerankingSettings { Profile = RerankProfileName.Development, Retrieve = 200, Depth = 200 }).Depth);
        Assert.Equal(30, RerankProfile.Of(new RerankingSettings { Profile = RerankProfileName.Staging, Retrieve = 30 }).Depth);
    }

    [Fact]
    public void Settings_that_contradict_each_other_or_are_no_model_are_named()
    {
        Assert.Equal("Perto:Reranking:Keep", Assert.Throws<InvalidSettingException>(() => RerankProfile.Of(new RerankingSettings { Model = "tei", Retrieve = 5 })).Setting);
        Assert.Equal("Perto:Reranking:Model", Assert.Throws<InvalidSettingException>(() => RerankProfile.Of(new RerankingSettings { Model = "No Model" })).Setting);
    }

    [Fact]
    public async Task With_nothing_set_and_no_weights_nothing_is_reranked_and_nothing_is_degraded()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Model", null)]);

        RerankReport report = await AskAsync(test);
        RerankingStatus status = await test.Local.StatusAsync(TestContext.Current.CancellationToken);

        Assert.Equal(("none", "none", RerankRule.NoModel, false), (report.Profile, report.Provider, report.Decision.Rule, report.Degraded));
        Assert.False(status.Usable);
        Assert.NotNull(status.Problem);
        await StartAsync(test);
        Assert.Contains(test.Log.Entries, entry => entry.Message.StartsWith("Re-ranking is off", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_profile_whose_model_cannot_be_used_says_so_at_the_start_and_answers_in_the_order_of_retrieval()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Model", null), ("Profile", "enterprise")]);
        await StartAsync(test);
        IDegraded degraded = DegradedRequest.Collect();

        RerankReport report = await AskAsync(test);

        Assert.Contains(test.Log.Entries, entry => entry.Message.Contains("cohere:rerank-english-v2.0 of the profile enterprise cannot be used", StringComparison.Ordinal));
        Assert.Equal((RerankRule.NoModel, true, "c1"), (report.Decision.Rule, report.Degraded, report.Results[0].Id));
        Assert.NotEmpty(report.DegradedReason!);
        Assert.Equal(["re-ranker"], degraded.Names);
    }

    [Fact]
    public async Task A_profile_that_is_usable_says_so_at_the_start_and_without_rules_reranks_every_query()
    {
        await using TestReranking test = await TestReranking.OpenAsync(settings: [("Profile", "enterprise")]);
        await StartAsync(test);

        Assert.Contains(test.Log.Entries, entry => entry.Message.Contains("profile enterprise, model overlap; 100 candidates, 15 results", StringComparison.Ordinal));
        Assert.Equal(RerankRule.ProfileAlways, (await AskAsync(test)).Decision.Rule);
    }

    private static Task<RerankReport> AskAsync(TestReranking test) => test.Search.RerankAsync(
        TestReranking.Tenant, new RerankQuery { Text = "parcel" }, TestReranking.Candidates("nothing", "parcel"), TestContext.Current.CancellationToken);

    private static Task StartAsync(TestReranking test) =>
        test.Services.GetServices<IHostedService>().OfType<RerankingStart>().Single().StartAsync(TestContext.Current.CancellationToken);
}
