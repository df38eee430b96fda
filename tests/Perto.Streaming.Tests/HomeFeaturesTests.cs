using Microsoft.Extensions.DependencyInjection;
using Perto.Platform;
using Perto.Recommendations;
using Perto.Testing;

namespace Perto.Streaming.Tests;

public sealed class HomeFeaturesTests
{
    [Fact]
    public void Docs_and_code_are_of_the_same_features()
    {
        string docs = File.ReadAllText(Path.Combine(TestRepository.Root, "docs", "streaming-features.md"));

        Assert.Contains(HomeFeatures.Describe(), docs, StringComparison.Ordinal);
    }

    [Fact]
    public void The_features_of_the_specification_are_there_each_once()
    {
        string[] specified =
        [
            "candidate_score", "source_is_personalized", "source_is_trending", "user_total_watch_hours", "user_completion_rate", "user_binge_score",
            "content_view_count_7d", "content_popularity_score", "content_trending_score", "content_avg_rating", "user_genre_affinity",
            "similar_content_watched", "time_of_day_match", "device_is_tv", "is_original", "premium_content",
        ];

        Assert.Subset(HomeFeatures.Columns.ToHashSet(StringComparer.Ordinal), specified.ToHashSet(StringComparer.Ordinal));
        Assert.True(HomeFeatures.Columns.Count > 30);
        Assert.Equal(HomeFeatures.Columns.Count, HomeFeatures.Columns.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_page_goes_on_when_the_feature_store_fails()
    {
        await using Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), Service.Ratings());
        await service.Services.GetRequiredService<IDatabase>().WriteAsync(session => session.ExecuteAsync("drop table feature_online"), TestContext.Current.CancellationToken);

        HomePage page = await service.HomeAsync("p0");

        Assert.NotEmpty(page.Rows);
        Assert.Equal([new Degradation("features", "failed")], page.Degraded);
    }

    [Fact]
    public async Task Somebody_unknown_in_an_empty_store_gets_a_page_too()
    {
        await using Service service = await Service.OpenAsync();
        await service.ImportAsync(Service.Movies(), Service.Ratings());

        HomePage page = await service.HomeAsync("nobody");

        Assert.NotEmpty(page.Rows);
        Assert.Empty(page.Degraded);
    }
}
