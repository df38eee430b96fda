namespace Perto.Recommendations.Tests;

public sealed class BlendWeightsTests
{
    [Fact]
    public void Shares_sum_to_one()
    {
        var weights = new BlendWeights(
            new Dictionary<string, double> { ["a"] = 3, ["b"] = 1 }, new Dictionary<string, double> { ["c"] = 4 });

        Assert.Equal(0.375, weights.SourceShare("a"), 12);
        Assert.Equal(0.5, weights.FeatureShare("c"), 12);
        Assert.Equal(0, weights.SourceShare("unknown"));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(0)]
    public void A_weight_that_cannot_be_is_refused(double weight) =>
        Assert.Throws<ArgumentException>(() => new BlendWeights(
            new Dictionary<string, double> { ["a"] = weight }, new Dictionary<string, double>()));
}
