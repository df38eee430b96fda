using Perto.Numerics;

namespace Perto.Learning.Tests;

public sealed class LambdaRankTests
{
    private static GradientPair[] Gradients(LambdaRankObjective objective, LabeledRows rows, double[] scores, int threads = 1)
    {
        GradientPair[] gradients = new GradientPair[scores.Length];
        objective.Start(rows, new BoostingSettings()).Compute(scores, gradients, new ParallelOptions { MaxDegreeOfParallelism = threads });
        return gradients;
    }

    /// <summary>Lambdas by the definition: the rows are swapped and NDCG is computed again.</summary>
    private static (double Gradient, double Hessian)[] Slow(LambdaRankObjective objective, LabeledRows rows, double[] scores)
    {
        var pairs = new (double Gradient, double Hessian)[scores.Length];
        int[] starts = rows.GroupStarts();
        for (int query = 0; query + 1 < starts.Length; query++)
        {
            int[] order = [.. Enumerable.Range(starts[query], starts[query + 1] - starts[query]).OrderByDescending(row => scores[row])];
            double ideal = Dcg([.. order.OrderByDescending(row => rows.Labels[row])], objective.Truncation);
            double sum = 0;
            for (int i = 0; i < order.Length && ideal > 0; i++)
            {
                for (int j = i + 1; j < order.Length && i < objective.Truncation; j++)
                {
                    (int high, int low) = rows.Labels[order[i]] > rows.Labels[order[j]] ? (order[i], order[j]) : (order[j], order[i]);
                    if (rows.Labels[high] == rows.Labels[low])
                        continue;
                    int[] swapped = [.. order];
                    (swapped[i], swapped[j]) = (order[j], order[i]);
                    double change = Math.Abs(Dcg(swapped, int.MaxValue) - Dcg(order, int.MaxValue)) / ideal;
                    double difference = scores[high] - scores[low];
                    if (objective.Normalize && scores[order[0]] != scores[order[^1]])
                        change /= 0.01 + Math.Abs(difference);
                    double wrong = 1 / (1 + Math.Exp(objective.Sigmoid * difference));
                    double push = objective.Sigmoid * change * wrong;
                    pairs[high].Gradient -= push;
                    pairs[low].Gradient += push;
                    pairs[high].Hessian += objective.Sigmoid * push * (1 - wrong);
                    pairs[low].Hessian += objective.Sigmoid * push * (1 - wrong);
                    sum += 2 * push;
                }
            }

            foreach (int row in order)
            {
                double factor = (objective.Normalize && sum > 0 ? Math.Log2(1 + sum) / sum : 1) * rows.Weight(row);
                pairs[row] = (pairs[row].Gradient * factor, pairs[row].Hessian * factor);
            }
        }

        return pairs;

        double Dcg(int[] order, int k) =>
            order.Take(k).Select((row, rank) => (Math.Pow(2, rows.Labels[row]) - 1) / Math.Log2(rank + 2)).Sum();
    }

    [Theory]
    [InlineData(30, true, 1)]
    [InlineData(3, true, 2)]
    [InlineData(3, false, 1)]
    [InlineData(1, true, 1)]
    public void Lambdas_are_what_swapping_two_rows_changes(int truncation, bool normalize, double sigmoid)
    {
        LambdaRankObjective objective = new() { Truncation = truncation, Normalize = normalize, Sigmoid = sigmoid };
        LabeledRows rows = TreeData.Ranking(30, 2, seed: 1, weighted: true);
        SeededRandom random = new(2);
        double[] scores = [.. rows.Labels.Select(_ => random.Normal())];
        (double Gradient, double Hessian)[] expected = Slow(objective, rows, scores);
        GradientPair[] actual = Gradients(objective, rows, scores, threads: 2);
        for (int row = 0; row < scores.Length; row++)
        {
            Assert.Equal(expected[row].Gradient, actual[row].Gradient, 1e-5);
            Assert.Equal(expected[row].Hessian, actual[row].Hessian, 1e-5);
        }

        Assert.Equal(Gradients(objective, rows, scores), actual);
    }

    [Fact]
    public void Queries_with_one_row_or_nothing_to_tell_apart_have_no_lambdas()
    {
        LabeledRows rows = new() { FeatureCount = 1, Features = new float[5], Labels = [2, 0, 0, 1, 1], Groups = [1, 2, 2] };
        Assert.All(Gradients(new LambdaRankObjective(), rows, [1, 2, 3, 4, 5]), pair => Assert.Equal(default, pair));
    }

    [Fact]
    public void It_learns_to_rank_queries_that_it_has_not_seen()
    {
        LabeledRows train = TreeData.Ranking(300, 5, seed: 3);
        LabeledRows test = TreeData.Ranking(200, 5, seed: 4);
        BoostedTrees model = BoostedTrees.Fit(train, new LambdaRankObjective(), new BoostingSettings { Trees = 40, Leaves = 8 });
        double before = new Ndcg(5).Of(test, new double[test.RowCount]);
        Assert.InRange(new Ndcg(5).Of(test, TreeData.Scores(model, test)), 0.9, 1);
        Assert.InRange(before, 0.3, 0.7);
    }

    [Fact]
    public void Validation_rows_must_be_what_the_objective_ranks()
    {
        LabeledRows rows = TreeData.Ranking(20, 2, seed: 6);
        BoostingSettings settings = new() { Trees = 2, EarlyStopping = 1 };
        Assert.StartsWith("validation: Groups must say how many rows each query has", Message(rows with { Groups = null }), StringComparison.Ordinal);
        Assert.Equal("validation: Labels must be whole numbers in 0..30; got 0.5 in row 1", Message(rows with { Labels = [0, 0.5f, .. rows.Labels[2..]] }));
        Assert.Equal(
            "validation: Groups must be at most 10000 (MaxGroupSize); got 10001 in group 0",
            Message(new LabeledRows { FeatureCount = 2, Features = new float[20_002], Labels = new float[10_001], Groups = [10_001] }));

        string Message(LabeledRows validation) =>
            Assert.Throws<ArgumentException>(() => BoostedTrees.Fit(rows, new LambdaRankObjective(), settings, validation)).Message;
    }

    [Fact]
    public void The_gains_of_grades_are_those_of_the_metric_too()
    {
        LabeledRows rows = new() { FeatureCount = 1, Features = new float[3], Labels = [2, 1, 0], Groups = [3] };
        LambdaRankObjective objective = new() { LabelGains = [0, 0, 6] };
        double second = 1 / Math.Log2(3);
        Assert.Equal(second, objective.Metric.Of(rows, [2, 3, 1]), 1e-12);
        Assert.Equal(((3 * second) + 1) / (3 + second), new LambdaRankObjective().Metric.Of(rows, [2, 3, 1]), 1e-12);
        Assert.StartsWith("Labels must be whole numbers in 0..1; got 2", Assert.Throws<ArgumentException>(() => new Ndcg(5) { LabelGains = [0, 1] }.Of(rows, [1, 2, 3])).Message, StringComparison.Ordinal);
        foreach (double[] wrong in (double[][])[[0, 3, 2], [-1], [0, double.NaN], [0, double.PositiveInfinity]])
        {
            Assert.Throws<SettingOutOfRangeException>(() => new Ndcg(5) { LabelGains = wrong });
            Assert.Throws<SettingOutOfRangeException>(() => new LambdaRankObjective { LabelGains = wrong }.Start(rows, new BoostingSettings()));
        }
    }

    [Fact]
    public void Leaves_are_not_made_of_rounding_where_no_least_hessian_is_set()
    {
        // Pairs that are right by far have next to no hessian: what is left of a parent beside its other rows is rounding.
        LabeledRows rows = TreeData.Ranking(100, 5, seed: 7);
        BoostingSettings settings = new() { Trees = 60, LearningRate = 1, MinHessianInLeaf = 0, MinDataInLeaf = 1 };
        BoostedTrees model = BoostedTrees.Fit(rows, new LambdaRankObjective { Truncation = 1 }, settings);
        foreach (DecisionTree tree in model.Trees.Where(tree => tree.Nodes.Length > 0))
        {
            double least = 1e-12 * tree.Nodes[0].Weight;
            Assert.All(tree.Leaves.ToArray(), leaf => Assert.True(leaf.Weight >= least, $"{leaf.Weight} is below {least}"));
        }

        // 1e30 without the rule.
        Assert.InRange(model.Trees.Max(tree => tree.Leaves.ToArray().Max(leaf => Math.Abs(leaf.Value))), 1, 1e13);
    }

    [Fact]
    public void Positions_that_collected_the_labels_are_learned_and_taken_out()
    {
        // A row is labelled where it is good and was looked at. The first feature says what is good, with noise; the old ranking showed rows
        // by the second, which says nothing about that.
        SeededRandom random = new(5);
        const int Queries = 600;
        const int Shown = 10;
        List<float> features = [];
        List<float> clicks = [];
        List<float> grades = [];
        List<int> positions = [];
        for (int query = 0; query < Queries; query++)
        {
            float[] old = [.. Enumerable.Range(0, Shown).Select(_ => random.NextSingle()).OrderDescending()];
            for (int position = 0; position < Shown; position++)
            {
                float quality = random.NextSingle();
                features.AddRange([quality + (float)(0.4 * random.Normal()), old[position]]);
                grades.Add(quality > 0.6f ? 1 : 0);
                clicks.Add(quality > 0.6f && random.NextDouble() < 1.0 / (position + 1) ? 1 : 0);
                positions.Add(position);
            }
        }

        LabeledRows clicked = new()
        {
            FeatureCount = 2,
            Features = [.. features],
            Labels = [.. clicks],
            Groups = [.. Enumerable.Repeat(Shown, Queries)],
            Positions = [.. positions],
        };
        LabeledRows judged = clicked with { Labels = [.. grades] };
        BoostingSettings settings = new() { Trees = 40, Leaves = 8 };
        double unaware = new Ndcg(3).Of(judged, TreeData.Scores(BoostedTrees.Fit(clicked with { Positions = null }, new LambdaRankObjective(), settings), judged));
        BoostedTrees corrected = BoostedTrees.Fit(clicked, new LambdaRankObjective(), settings);
        double aware = new Ndcg(3).Of(judged, TreeData.Scores(corrected, judged));
        Assert.True(aware > unaware + 0.01, $"{aware} against {unaware}");

        Assert.Empty(BoostedTrees.Fit(clicked with { Positions = null }, new LambdaRankObjective(), settings).PositionBiases);

        // Four in ten are good, and looked at with 1 / (position + 1): the odds of a label fall a little faster than that. A feature that tells the position, as the second
        // does, takes a part of that to itself.
        float[] untold = [.. clicked.Features];
        for (int row = 0; row < clicked.RowCount; row++)
            untold[(2 * row) + 1] = random.NextSingle();
        BoostedTrees apart = BoostedTrees.Fit(clicked with { Features = untold }, new LambdaRankObjective(), settings);
        Assert.Equal(Shown, apart.PositionBiases.Count);
        double Odds(int position) => 0.4 / (position + 1) / (1 - (0.4 / (position + 1)));
        foreach (int position in (int[])[1, 2, 4, 7])
            Assert.Equal(Odds(position) / Odds(0), Math.Exp(apart.PositionBiases[position] - apart.PositionBiases[0]), 0.08);

        // Where it is known beforehand what the places do, that feature has nothing left to take.
        LabeledRows known = clicked with { Positions = null, InitialScores = [.. positions.Select(position => Math.Log(Odds(position)))] };
        double told = new Ndcg(3).Of(judged, TreeData.Scores(BoostedTrees.Fit(known, new LambdaRankObjective(), settings), judged));
        Assert.True(told > aware, $"{told} against {aware}");

        BoostedTrees held = BoostedTrees.Fit(clicked, new LambdaRankObjective { PositionBiasRegularization = 1e6 }, settings);
        double heldBack = new Ndcg(3).Of(judged, TreeData.Scores(held, judged));
        Assert.InRange(heldBack, unaware - 0.01, unaware + 0.01);
    }
}
