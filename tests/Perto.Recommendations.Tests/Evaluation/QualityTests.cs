using Perto.Testing;

namespace Perto.Recommendations.Tests;

/// <summary>
/// The models on real data, with the parameters of docs/evaluation.md, which were chosen without looking at these test parts.
/// The floors lie a little below what was measured.
/// </summary>
public sealed class QualityTests
{
    private static InteractionLog Read(string folder, string file, InteractionFormat format, InteractionLog? shared = null)
    {
        InteractionLog log = shared is null ? new() : new(shared.Users, shared.Items);
        using StreamReader reader = new(Path.Combine(TestData.Folder(folder), file));
        InteractionReader.Read(reader, file, format, log);
        return log;
    }

    private static double Ndcg(EvaluationTask task, int k, string model, params (string Name, string Value)[] parameters) =>
        new Evaluation(TimeProvider.System)
            .Run(ModelFactory.Plan(model, parameters.ToDictionary(pair => pair.Name, pair => pair.Value)), task, [k])
            .Metric("ndcg", k);

    [Fact]
    public void On_LastFM_iALS_and_EASE_reach_their_floors()
    {
        InteractionLog train = Read("lastfm", "train.txt", InteractionFormat.Lines);
        InteractionLog valid = Read("lastfm", "valid.txt", InteractionFormat.Lines, train);
        InteractionLog test = Read("lastfm", "test.txt", InteractionFormat.Lines, train);
        EvaluationTask task = EvaluationTask.AllItems(train, test, exclude: valid);

        double ials = Ndcg(
            task, 20, "ials", ("dimensions", "256"), ("epochs", "8"), ("unobserved_weight", "0.03"), ("regularization", "0.02"));
        double ease = Ndcg(task, 20, "ease", ("regularization", "150"));
        Assert.InRange(ials, 0.278, 0.30);
        Assert.InRange(ease, 0.257, 0.28);
        Assert.InRange(Ndcg(task, 20, "itemknn", ("neighbours", "500"), ("shrinkage", "5")), 0.24, 0.26);
        Assert.InRange(Ndcg(task, 20, "gfcf", ("ideal_weight", "0.0891")), 0.24, 0.26);
        Assert.InRange(Ndcg(task, 20, "popularity"), 0.09, 0.11);

        // Three steps of conjugate gradients in place of exact solutions.
        Assert.Equal(
            ials,
            Ndcg(task, 20, "ials", ("dimensions", "256"), ("epochs", "8"), ("unobserved_weight", "0.03"), ("regularization", "0.02"), ("conjugate_gradient_steps", "3")),
            0.003);
    }

    [Fact]
    public void On_MovieLens_by_time_iALS_and_EASE_stand_well_above_the_baselines()
    {
        InteractionLog log = Read("movielens-latest-small", "ratings.csv", InteractionFormat.Csv);
        Assert.Equal((671, 100_004), (log.Users.Count, log.Interactions.Count));
        (InteractionLog train, InteractionLog test) = TimelineSplit.Last(log, 0.2);
        EvaluationTask task = EvaluationTask.AllItems(train, test);

        double popularity = Ndcg(task, 10, "popularity");
        double itemKnn = Ndcg(task, 10, "itemknn", ("neighbours", "500"));
        double ials = Ndcg(task, 10, "ials", ("unobserved_weight", "1"), ("regularization", "0.004"));
        double ease = Ndcg(task, 10, "ease", ("regularization", "300"));
        Assert.InRange(popularity, 0.07, 0.09);
        Assert.InRange(ials, Math.Max(1.08 * itemKnn, 1.5 * popularity), 0.2);
        Assert.InRange(ease, Math.Max(1.08 * itemKnn, 1.5 * popularity), 0.2);
    }
}
