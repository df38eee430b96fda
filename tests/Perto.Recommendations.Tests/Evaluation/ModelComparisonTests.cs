namespace Perto.Recommendations.Tests;

public sealed class ModelComparisonTests
{
    private static EvaluationResult Result(string model, IEnumerable<double> users)
    {
        double[] values = [.. users];
        MetricValue metric = new("ndcg", 10, values.Average()) { Users = values };
        return new EvaluationResult(model, new Dictionary<string, string>(), values.Length, 5, [metric], 0, 0, 0);
    }

    [Fact]
    public void A_small_gain_of_every_user_is_seen_although_users_differ_much()
    {
        double[] users = [.. Enumerable.Range(0, 200).Select(user => user % 10 / 10.0)];
        ModelComparison compared = ModelComparison.Of(Result("new", users.Select((value, user) => value + (user % 3 == 0 ? 0.03 : 0.01))), Result("old", users), "ndcg", 10);
        Assert.Equal(("new", "old", 10), (compared.Model, compared.Against, compared.K));
        Assert.Equal(0.0167, compared.Difference, 1e-3);
        Assert.InRange(compared.Interval.Lower, 0.01, compared.Difference);
        Assert.InRange(compared.Interval.Upper, compared.Difference, 0.03);
        Assert.InRange(compared.PValue, 0, 0.001);
    }

    [Fact]
    public void What_is_luck_is_not_taken_for_a_gain()
    {
        double[] users = [.. Enumerable.Range(0, 200).Select(user => user % 10 / 10.0)];
        ModelComparison compared = ModelComparison.Of(Result("new", users.Select((value, user) => value + (user % 2 == 0 ? 0.03 : -0.031))), Result("old", users), "ndcg", 10);
        Assert.True(compared.Interval.Contains(0));
        Assert.InRange(compared.PValue, 0.3, 1);
    }

    [Fact]
    public void Other_users_cannot_be_compared() =>
        Assert.Throws<ArgumentException>(() => ModelComparison.Of(Result("new", [1, 0]), Result("old", [1, 0, 1]), "ndcg", 10));
}
