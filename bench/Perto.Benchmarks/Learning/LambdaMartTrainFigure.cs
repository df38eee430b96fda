using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Learning;

namespace Perto.Benchmarks.Learning;

/// <summary>How fast LambdaMART trains.</summary>
internal sealed class LambdaMartTrainFigure : IFigure
{
    private const long Seed = 31;

    public string Name => "lambdamart.train";

    public string Description =>
        "LambdaMART training, rows x trees a second, against exact greedy splits on one thread times as many; "
        + "--queries 5000 --features 30 --trees 50 --leaves 31 --naive-trees 2 --threads 0 (0: all cores)";

    public FigureResult Measure(FigureOptions options)
    {
        int queries = options.Integer("queries", 5_000, 10, 1_000_000);
        int features = options.Integer("features", 30, 1, 1_000);
        int trees = options.Integer("trees", 50, 2, 10_000);
        int leaves = options.Integer("leaves", 31, 2, 1_000);
        int naiveTrees = options.Integer("naive-trees", 2, 1, 10_000);
        int threads = options.Integer("threads", 0, 0, 1_024);
        options.RefuseOthers();
        int cores = threads == 0 ? Environment.ProcessorCount : threads;

        LabeledRows rows = SyntheticQueries.Of(queries, features, Seed);
        BoostingSettings settings = new() { Trees = trees, Leaves = leaves };
        (double seconds, double processorSeconds, double binning, BoostedTrees model) = Train(rows, settings, threads);
        (double naiveSeconds, double naiveNdcg) = Naive(rows, settings, naiveTrees);
        double perSecond = rows.RowCount * (double)(model.Trees.Count - 1) / seconds;
        double naive = rows.RowCount * (double)naiveTrees / naiveSeconds;
        double[] scores = new double[rows.RowCount];
        for (int row = 0; row < scores.Length; row++)
        {
            for (int tree = 0; tree < Math.Min(naiveTrees, model.Trees.Count); tree++)
                scores[row] += model.Trees[tree].Score(rows.Row(row));
        }

        return new FigureResult(
            perSecond,
            "rows x trees/s",
            naive * cores,
            perSecond / (naive * cores),
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["rows"] = rows.RowCount,
                ["features"] = features,
                ["trees"] = model.Trees.Count,
                ["leaves"] = leaves,
                ["seed"] = Seed,
                ["threads"] = cores,
                ["per_processor_second"] = rows.RowCount * (double)(model.Trees.Count - 1) / processorSeconds,
                ["seconds_until_the_first_tree"] = binning,
                ["baseline"] = "each leaf's rows sorted by each feature, every place between two tried; one thread, times the threads",
                ["naive_per_core"] = naive,
                ["naive_trees"] = naiveTrees,
                ["ndcg_5_after_naive_trees"] = new Ndcg(5).Of(rows, scores),
                ["naive_ndcg_5"] = naiveNdcg,
            });
    }

    /// <summary>Counts from the first tree on: that one has the binning in it, and warms up.</summary>
    private static (double Seconds, double ProcessorSeconds, double First, BoostedTrees Model) Train(LabeledRows rows, BoostingSettings settings, int threads)
    {
        using Process process = Process.GetCurrentProcess();
        BoostedTrees.Fit(rows, new LambdaRankObjective(), settings with { Trees = 5 }, options: new FitOptions { Threads = threads });
        long started = Stopwatch.GetTimestamp();
        double first = 0;
        double processorStarted = 0;
        FitOptions options = new()
        {
            Threads = threads,
            Progress = step =>
            {
                if (step.Step > 1)
                    return;
                first = Stopwatch.GetElapsedTime(started).TotalSeconds;
                process.Refresh();
                processorStarted = process.TotalProcessorTime.TotalSeconds;
                started = Stopwatch.GetTimestamp();
            },
        };
        BoostedTrees model = BoostedTrees.Fit(rows, new LambdaRankObjective(), settings, options: options);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        process.Refresh();
        return (seconds, process.TotalProcessorTime.TotalSeconds - processorStarted, first, model);
    }

    private static (double Seconds, double Ndcg) Naive(LabeledRows rows, BoostingSettings settings, int trees)
    {
        ExactTrees exact = new(rows, new LambdaRankObjective(), settings);
        long started = Stopwatch.GetTimestamp();
        for (int tree = 0; tree < trees; tree++)
            exact.Step();
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, new Ndcg(5).Of(rows, exact.Scores));
    }
}
