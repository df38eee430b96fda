using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Learning;

namespace Perto.Benchmarks.Learning;

/// <summary>How long it takes to say of the titles of one page what each feature added to their scores.</summary>
internal sealed class LambdaMartExplainFigure : IFigure
{
    private const long Seed = 33;
    private const int Queries = 500;

    // On the scale of scores: tables are in single precision.
    private const double Rounding = 1e-5;

    public string Name => "lambdamart.explain";

    public string Description =>
        "microseconds for the exact Shapley values of a row on one core, against a walk of the trees; --rows 185 --features 61 --trees 100 --leaves 15 --rounds 30";

    public FigureResult Measure(FigureOptions options)
    {
        int rows = options.Integer("rows", 185, 1, Queries * SyntheticQueries.RowsOfQuery);
        int features = options.Integer("features", 61, 1, 1_000);
        int trees = options.Integer("trees", 100, 1, 10_000);
        int leaves = options.Integer("leaves", 15, 2, 1_000);
        int rounds = options.Integer("rounds", 30, 1, 100_000);
        options.RefuseOthers();

        BoostedTrees model = BoostedTrees.Fit(
            SyntheticQueries.Of(Queries, features, Seed), new LambdaRankObjective(), new BoostingSettings { Trees = trees, Leaves = leaves });
        float[] titles = SyntheticQueries.Of(Queries, features, Seed + 1).Features[..(rows * features)];
        long started = Stopwatch.GetTimestamp();
        TreeExplainer explainer = new(model);
        double preparing = Stopwatch.GetElapsedTime(started).TotalMilliseconds;

        double[] walked = new double[features + 1], looked = new double[features + 1];
        for (int row = 0; row < rows; row++)
        {
            explainer.Contributions(titles.AsSpan(row * features, features), looked);
            model.Contributions(titles.AsSpan(row * features, features), walked);
            if (!looked.Zip(walked).All(pair => Math.Abs(pair.First - pair.Second) < Rounding))
                throw new InvalidOperationException($"The tables do not say what the trees say of row {row}.");
        }
        List<double> times = [], walkTimes = [];
        for (int round = -rounds / 3; round < rounds; round++)
        {
            double time = 0, walkTime = 0;
            for (int row = 0; row < rows; row++)
            {
                started = Stopwatch.GetTimestamp();
                explainer.Contributions(titles.AsSpan(row * features, features), looked);
                time += Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }
            for (int row = 0; row < rows; row++)
            {
                started = Stopwatch.GetTimestamp();
                model.Contributions(titles.AsSpan(row * features, features), walked);
                walkTime += Stopwatch.GetElapsedTime(started).TotalMicroseconds;
            }
            if (round < 0)
                continue;
            times.Add(time / rows);
            walkTimes.Add(walkTime / rows);
        }

        times.Sort();
        walkTimes.Sort();
        return new FigureResult(
            Math.Round(times[times.Count / 2], 2),
            "microseconds, one core",
            Math.Round(walkTimes[walkTimes.Count / 2], 2),
            Math.Round(walkTimes[walkTimes.Count / 2] / times[times.Count / 2], 2),
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["rows"] = rows,
                ["features"] = features,
                ["trees"] = model.Trees.Count,
                ["leaves"] = model.Trees.Average(tree => tree.Leaves.Length),
                ["table_kilobytes"] = explainer.TableBytes / 1_000,
                ["preparing_ms"] = Math.Round(preparing, 1),
                ["seed"] = Seed,
                ["median_of_rounds"] = rounds,
                ["best"] = Math.Round(times[0], 2),
                ["baseline"] = "the same values by a walk of each tree (path-dependent TreeSHAP along the diagonal)",
            });
    }
}
