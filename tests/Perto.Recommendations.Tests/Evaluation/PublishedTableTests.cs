using Perto.Platform;

namespace Perto.Recommendations.Tests;

public sealed class PublishedTableTests
{
    private static readonly SplitPlan Stratified = new() { Kind = SplitKind.ItemStratified, Ratio = 0.75, Seed = 42 };

    [Fact]
    public void Known_data_under_the_published_protocol_have_their_table()
    {
        Assert.Equal("movielens-100k", PublishedTable.Of(new EvaluationShape(Stratified, 943, 1_682, 74_992, 25_008, 0))?.Id);
        Assert.Equal("lastfm-712", PublishedTable.Of(new EvaluationShape(null, 1_885, 13_973, 64_315, 18_000, 0))?.Id);
        Assert.Equal("movielens-1m-leave-one-out", PublishedTable.Of(new EvaluationShape(null, 6_040, 3_704, 994_169, 6_040, 99))?.Id);
    }

    [Fact]
    public void The_same_data_under_another_protocol_have_none()
    {
        Assert.Null(PublishedTable.Of(new EvaluationShape(Stratified with { Seed = 1 }, 943, 1_682, 74_992, 25_008, 0)));
        Assert.Null(PublishedTable.Of(new EvaluationShape(Stratified with { Ratio = 0.8 }, 943, 1_682, 80_000, 20_000, 0)));
        Assert.Null(PublishedTable.Of(new EvaluationShape(new SplitPlan { Kind = SplitKind.LeaveOneOut, Negatives = 99 }, 6_040, 3_704, 994_169, 6_040, 99)));
    }

    [Fact]
    public void A_table_can_be_named()
    {
        Assert.Equal(0.3275, PublishedTable.Named("movielens-1m-712").Rows[0].Value);
        Assert.Contains("gowalla", Assert.Throws<InvalidValueException>(() => PublishedTable.Named("netflix")).Message, StringComparison.Ordinal);
        Assert.All(PublishedTable.All.SelectMany(table => table.Rows), row => Assert.Contains(row.Metric, EvaluationProtocol.MetricNames));
    }
}
