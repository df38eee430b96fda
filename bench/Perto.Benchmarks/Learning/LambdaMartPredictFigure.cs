using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Learning;

namespace Perto.Benchmarks.Learning;

/// <summary>How long it takes to score the candidates of one page.</summary>
internal sealed class LambdaMartPredictFigure : IFigure
{
    private const long Seed = 32;
    private const int Queries = 500;

    public string Name => "lambdamart.predict500";

    public string Description =>
        "milliseconds to score 500 rows with a ranker on one core, against a walk of each tree; --rows 500 --features 30 --trees 100 --leaves 31 --rounds 300";

    public FigureResult Measure(FigureOptions options)
    {
        int rows = options.Integer("rows", 500, 1, Queries * SyntheticQueries.RowsOfQuery);
        int features = options.Integer("features", 30, 1, 1_000);
        int trees = options.Integer("trees", 100, 1, 10_000);
        int leaves = options.Integer("leaves", 31, 2, 1_000);
        int rounds = options.Integer("rounds", 300, 1, 100_000);
        options.RefuseOthers();

        LabeledRows train = SyntheticQueries.Of(Queries, features, Seed);
        BoostedTrees model = BoostedTrees.Fit(train, new LambdaRankObjective(), new BoostingSettings { Trees = trees, Leaves = leaves });
        float[] candidates = SyntheticQueries.Of(Queries, features, Seed + 1).Features[..(rows * features)];
        double[] scores = new double[rows];
        double[] walked = new double[rows];
        List<double> times = [];
        List<double> walkTimes = [];
        for (int round = -rounds / 3; round < rounds; round++)
        {
            double time = Time(() => model.Score(candidates, scores));
            double walkTime = Time(() => Walk(model, candidates, walked));
            if (!scores.AsSpan().SequenceEqual(walked))
                throw new InvalidOperationException("The forest does not score like its trees.");
            if (round < 0)
                continue;
            times.Add(time);
            walkTimes.Add(walkTime);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        model.Score(candidates, scores);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        times.Sort();
        walkTimes.Sort();
        return new FigureResult(
            times[0],
            "ms, one core",
            walkTimes[0],
            walkTimes[0] / times[0],
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["rows"] = rows,
                ["features"] = features,
                ["trees"] = model.Trees.Count,
                ["leaves"] = model.Trees.Average(tree => tree.Leaves.Length),
                ["seed"] = Seed,
                ["best_of_rounds"] = rounds,
                ["median"] = times[times.Count / 2],
                ["baseline"] = "each row walked down each tree, in turns; the scores are equal to the last bit",
                ["baseline_median"] = walkTimes[walkTimes.Count / 2],
                ["bytes_allocated"] = allocated,
            });
    }

    private static void Walk(BoostedTrees model, float[] rows, double[] scores)
    {
        for (int row = 0; row < scores.Length; row++)
            scores[row] = model.Score(rows.AsSpan(row * model.FeatureCount, model.FeatureCount));
    }

    private static double Time(Action work)
    {
        long started = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }
}
