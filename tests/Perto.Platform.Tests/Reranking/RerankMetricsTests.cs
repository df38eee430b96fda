using Microsoft.Extensions.DependencyInjection;

namespace Perto.Platform.Tests;

/// <summary>The metrics under the names that dashboards ask for.</summary>
public sealed class RerankMetricsTests
{
    [Fact]
    public async Task Names_labels_and_buckets_are_those_of_the_dashboards()
    {
        await using TestReranking test = await TestReranking.OpenAsync(seed: 2, settings: [("Gate:Enabled", "false")]);
        var prometheus = test.Services.GetRequiredService<PrometheusWriter>();
        prometheus.Start();
        RerankCandidate[] found = TestReranking.Candidates("-", "-", "why is the blue parcel late", "-", "-");
        await AskAsync(test, found);
        test.Reranker.Failure = new InvalidOperationException("down");
        await AskAsync(test, found);

        await test.Search.SearchAsync(
            TestReranking.Tenant,
            new RerankQuery { Text = "why", Mode = RerankMode.Never, Strategy = "vectors" },
            (_, _) =>
            {
                test.Clock.Advance(TimeSpan.FromMilliseconds(300));
                return Task.FromResult<IReadOnlyList<RerankCandidate>>(found);
            },
            TestContext.Current.CancellationToken);

        string[] lines = prometheus.Write().Split('\n');

        Assert.Contains("# TYPE reranking_duration_seconds histogram", lines);
        Assert.Equal(
            ["0.01", "0.05", "0.1", "0.25", "0.5", "1", "2", "+Inf"],
            lines.Where(line => line.StartsWith("reranking_duration_seconds_bucket", StringComparison.Ordinal)).Select(line => line.Split("le=\"")[1].Split('"')[0]));
        Assert.Contains("""reranking_duration_seconds_count{batch_size="10",model="overlap"} 2""", lines);
        Assert.Contains("""reranking_operations_total{model="overlap",success="true"} 1""", lines);
        Assert.Contains("""reranking_operations_total{model="overlap",success="false"} 1""", lines);
        Assert.Contains("""rank_changes_total{direction="up"} 1""", lines);
        Assert.Contains("""rank_changes_total{direction="down"} 2""", lines);
        Assert.Contains("""retrieval_duration_seconds_bucket{strategy="vectors",le="0.25"} 0""", lines);
        Assert.Contains("""retrieval_duration_seconds_bucket{strategy="vectors",le="0.5"} 1""", lines);
        Assert.Contains("""retrieval_duration_seconds_count{strategy="vectors"} 1""", lines);
        Assert.Contains("# TYPE avg_rerank_score gauge", lines);
        Assert.Contains(lines, line => line.StartsWith("""avg_rerank_score{query_type="explanation"} 0.33""", StringComparison.Ordinal));
        Assert.Contains("results_filtered_ratio 0.4", lines);
    }

    private static Task<RerankReport> AskAsync(TestReranking test, RerankCandidate[] found) =>
        test.Search.RerankAsync(TestReranking.Tenant, new RerankQuery { Text = "why is the blue parcel late" }, found, TestContext.Current.CancellationToken);
}
