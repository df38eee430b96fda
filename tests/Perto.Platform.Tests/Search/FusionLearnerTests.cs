using Perto.Numerics;
using Perto.Testing;
using Perto.Vectors;

namespace Perto.Platform.Tests;

public sealed class FusionLearnerTests
{
    private static readonly string[] Parts = ["words", "meaning"];

    private static readonly FusionLearner Learner = new(new FusionLearnerSettings());

    [Fact]
    public void Parts_that_know_different_things_are_fused()
    {
        // Each sees the answers through noise of its own, so that the sum sees more.
        LearnedFusion learned = Learner.Learn(Parts, Queries(100, signal: [1, 1]), TestContext.Current.CancellationToken);

        Assert.Equal((FusionDecision.Fused, null, 100, 10), (learned.Decision, learned.Single, learned.Queries, learned.K));
        Assert.True(learned.FusedNdcg > learned.SingleNdcg);
        Assert.True(learned.PValue <= 0.05);
        Assert.Equal(1, learned.Weights.Sum(), 1e-9);
        Assert.Equal(5, learned.Folds.Count);
        Assert.Equal(100, learned.Folds.SelectMany(fold => fold.Queries).Distinct().Count());
        Assert.Equal(learned.FusedNdcg!.Value, learned.Folds.Sum(fold => fold.FusedNdcg * fold.Queries.Count) / 100, 1e-9);
        Assert.Equal(learned.SingleNdcg!.Value, learned.Folds.Sum(fold => fold.SingleNdcg * fold.Queries.Count) / 100, 1e-9);
    }

    [Fact]
    public void The_gate_leaves_a_part_alone_that_the_other_only_disturbs()
    {
        JudgedQuery[] queries = Queries(100, signal: [4, 0]);
        LearnedFusion learned = Learner.Learn(Parts, queries, TestContext.Current.CancellationToken);

        Assert.Equal((FusionDecision.Single, "words"), (learned.Decision, learned.Single));
        IReadOnlyList<FusedHit> hits = learned.Fuse(queries[0].Rankings);
        Assert.Equal(queries[0].Rankings[0].Select(hit => hit.Id), hits.Select(hit => hit.Id));
    }

    [Fact]
    public void A_part_that_stands_alone_keeps_its_order_and_its_scores()
    {
        LearnedFusion learned = LearnedFusion.Untried(Parts) with { Decision = FusionDecision.Single, Single = "meaning" };
        RankedId[] meaning = [new("d9", 7), new("d2", 5), new("d1", 5), new("d3", -1)];
        IReadOnlyList<FusedHit> hits = learned.Fuse([[new("d1", 3)], meaning]);
        Assert.Equal(meaning, hits.Select(hit => new RankedId(hit.Id, hit.Score)));
        Assert.Equal([new PartScore(1, 1, 7), new(1, 2, 5), new(1, 3, 5), new(1, 4, -1)], hits.Select(hit => Assert.Single(hit.Parts)));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(4, 0)]
    [InlineData(1.5, 1)]
    public void The_gate_is_measured_on_queries_that_it_did_not_see(double words, double meaning)
    {
        JudgedQuery[] queries = Queries(60, [words, meaning]);
        LearnedFusion learned = Learner.Learn(Parts, queries, TestContext.Current.CancellationToken);
        Assert.All(learned.Folds, fold => Assert.Equal(fold.Fuses ? fold.FusedNdcg : fold.SingleNdcg, fold.GatedNdcg));
        Assert.Equal(learned.GatedNdcg!.Value, learned.Folds.Sum(fold => fold.GatedNdcg * fold.Queries.Count) / 60, 1e-9);
        foreach (FusionFold fold in learned.Folds)
        {
            // As if the others were all that there is.
            LearnedFusion others = Learner.Learn(Parts, [.. queries.Where(query => !fold.Queries.Contains(query.Id))], TestContext.Current.CancellationToken);
            Assert.Equal(others.Decision == FusionDecision.Fused, fold.Fuses);
            Assert.Equal((others.Method, others.Single ?? fold.SinglePart), (fold.Method, fold.SinglePart));
            Assert.Equal(others.Weights, fold.Weights);
        }
    }

    [Fact]
    public void As_many_folds_as_queries_are_enough()
    {
        FusionLearner learner = new(new FusionLearnerSettings { Folds = 12, MinQueries = 12 });
        LearnedFusion learned = learner.Learn(Parts, Queries(12, [1, 1]), TestContext.Current.CancellationToken);
        Assert.All(learned.Folds, fold => Assert.Single(fold.Queries));
        Assert.All((double?[])[learned.FusedNdcg, learned.SingleNdcg, learned.GatedNdcg, learned.PValue], value => Assert.InRange(value!.Value, 0, 1));
    }

    [Fact]
    public void The_weights_follow_what_the_parts_know()
    {
        LearnedFusion learned = Learner.Learn(Parts, Queries(200, signal: [1, 2]), TestContext.Current.CancellationToken);
        Assert.Equal(FusionDecision.Fused, learned.Decision);
        Assert.True(learned.Weights[1] > learned.Weights[0], string.Join(", ", learned.Weights));
    }

    [Fact]
    public void Of_few_queries_nothing_is_learned()
    {
        JudgedQuery[] queries = [.. Queries(19, signal: [1, 1]), new JudgedQuery("no answer", [[], []], new Dictionary<string, double>())];
        LearnedFusion learned = Learner.Learn(Parts, queries, TestContext.Current.CancellationToken);

        Assert.Equal((FusionDecision.Untried, FusionMethod.ReciprocalRank, 19, null), (learned.Decision, learned.Method, learned.Queries, learned.FusedNdcg));
        Assert.Equal(
            Fusion.Fuse(FusionMethod.ReciprocalRank, [0.5, 0.5], queries[0].Rankings).Select(hit => (hit.Id, hit.Score)),
            learned.Fuse(queries[0].Rankings).Select(hit => (hit.Id, hit.Score)));
    }

    [Fact]
    public void The_order_of_the_queries_changes_nothing()
    {
        JudgedQuery[] queries = Queries(60, signal: [1, 1]);
        LearnedFusion one = Learner.Learn(Parts, queries, TestContext.Current.CancellationToken);
        Array.Reverse(queries);
        LearnedFusion other = Learner.Learn(Parts, queries, TestContext.Current.CancellationToken);
        Assert.Equal((one.Method, one.FusedNdcg, one.SingleNdcg, one.PValue), (other.Method, other.FusedNdcg, other.SingleNdcg, other.PValue));
        Assert.Equal(one.Weights, other.Weights);
    }

    [Fact]
    public void Held_out_figures_are_those_of_the_fusion_itself()
    {
        JudgedQuery[] queries = Queries(40, signal: [1, 2]);
        LearnedFusion learned = Learner.Learn(Parts, queries, TestContext.Current.CancellationToken);
        foreach (FusionFold fold in learned.Folds)
        {
            double sum = 0;
            foreach (JudgedQuery query in queries.Where(query => fold.Queries.Contains(query.Id)))
            {
                double[] grades = [.. Fusion.Fuse(fold.Method, fold.Weights, query.Rankings).Take(10).Select(hit => query.Grades.GetValueOrDefault(hit.Id))];
                sum += Perto.Learning.GradedRanking.Ndcg(grades, [.. query.Grades.Values], 10, Perto.Learning.GainForm.Linear);
            }
            Assert.Equal(sum / fold.Queries.Count, fold.FusedNdcg, 1e-6);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(8)]
    public void Many_parts_are_weighed(int count)
    {
        string[] parts = [.. Enumerable.Range(0, count).Select(part => $"part{part}")];
        LearnedFusion learned = Learner.Learn(parts, Queries(40, [.. Enumerable.Repeat(1.0, count)]), TestContext.Current.CancellationToken);
        Assert.Equal(count, learned.Weights.Count);
        Assert.All(learned.Weights, weight => Assert.True(weight > 0));
        Assert.Equal(1, learned.Weights.Sum(), 1e-9);
    }

    [Fact]
    public void What_cannot_be_learned_from_is_named()
    {
        Refused("parts", () => Learner.Learn(["one"], []));
        Refused("parts", () => Learner.Learn(["one", "one"], []));
        Refused("parts", () => Learner.Learn([.. Enumerable.Range(0, 9).Select(i => $"{i}")], []));
        Refused("queries[q].rankings", () => Learner.Learn(Parts, [new JudgedQuery("q", [[]], new Dictionary<string, double>())]));
        Refused("queries[q].grades[d]", () => Learner.Learn(Parts, [new JudgedQuery("q", [[], []], new Dictionary<string, double> { ["d"] = double.NaN })]));
        JudgedQuery twice = new("q", [[], []], new Dictionary<string, double>());
        Refused("queries", () => Learner.Learn(Parts, [twice, twice]));
        Refused("queries[q].rankings[d]", () => Learner.Learn(Parts, [twice with { Rankings = [[], [new RankedId("d", float.NaN)]] }]));
        Refused("min_queries", () => new FusionLearner(new FusionLearnerSettings { Folds = 20, MinQueries = 19 }));
        Refused("folds", () => new FusionLearner(new FusionLearnerSettings { Folds = 1 }));
        Refused("min_queries", () => new FusionLearner(new FusionLearnerSettings { MinQueries = 9 }));
        Refused("k", () => new FusionLearner(new FusionLearnerSettings { K = 0 }));
        Refused("significance", () => new FusionLearner(new FusionLearnerSettings { Significance = 1 }));
        Assert.Throws<ArgumentException>(() => LearnedFusion.Untried(Parts).Fuse([[]]));

        static void Refused(string field, Func<object> act) => Assert.Equal(field, Assert.Throws<InvalidValueException>(act).Field);
    }

    [Fact]
    public void Learning_can_be_stopped()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => Learner.Learn(Parts, Queries(30, [1, 1]), stopped.Token));
    }

    // Of 40 documents 4 are right; a part scores each by its signal and noise.
    private static JudgedQuery[] Queries(int count, double[] signal)
    {
        SeededRandom random = new(Seeds.Of());
        return
        [
            .. Enumerable.Range(0, count).Select(query =>
            {
                string[] documents = [.. Enumerable.Range(0, 40).Select(i => $"d{i}")];
                Dictionary<string, double> grades = documents.OrderBy(_ => random.NextDouble()).Take(4).ToDictionary(id => id, _ => 1.0);
                RankedId[][] rankings =
                [
                    .. signal.Select(strength => documents
                        .Select(id => new RankedId(id, (float)((grades.ContainsKey(id) ? strength : 0) + random.Normal())))
                        .OrderByDescending(hit => hit.Score).Take(20).ToArray()),
                ];
                return new JudgedQuery($"q{query:000}", rankings, grades);
            }),
        ];
    }
}
