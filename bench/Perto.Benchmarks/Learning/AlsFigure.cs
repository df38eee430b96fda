using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Learning;

namespace Perto.Benchmarks.Learning;

/// <summary>How fast iALS trains.</summary>
internal sealed class AlsFigure : IFigure
{
    private const long Seed = 20;
    private const int NaivePositives = 20_000;

    public string Name => "als.train";

    public string Description =>
        "iALS training, positives per second and iteration (both half-steps), against a naive implementation on as many cores; "
        + "--dimensions 64 --steps 0 (of conjugate gradients; 0: exact) --positives 2000000 --iterations 3 --threads 0 (0: all cores)";

    public FigureResult Measure(FigureOptions options)
    {
        int dimensions = options.Integer("dimensions", 64, 1, 2_048);
        int steps = options.Integer("steps", 0, 0, 100);
        int positives = options.Integer("positives", 2_000_000, 10_000, 50_000_000);
        int iterations = options.Integer("iterations", 3, 1, 100);
        int threads = options.Integer("threads", 0, 0, 1_024);
        options.RefuseOthers();
        int cores = threads == 0 ? Environment.ProcessorCount : threads;

        InteractionMatrix interactions = SyntheticCatalogue.Of(positives, Seed);
        (double seconds, double processorSeconds) = Train(interactions, dimensions, steps, iterations, threads);
        double perSecond = interactions.Count / seconds;
        double naive = Naive(interactions, dimensions);
        return new FigureResult(
            perSecond,
            "positives/s per iteration",
            naive * cores,
            perSecond / (naive * cores),
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["dimensions"] = dimensions,
                ["conjugate_gradient_steps"] = steps,
                ["positives"] = interactions.Count,
                ["users"] = interactions.UserCount,
                ["items"] = interactions.ItemCount,
                ["seed"] = Seed,
                ["threads"] = cores,
                ["best_of_iterations"] = iterations,
                ["seconds_per_iteration"] = seconds,
                ["per_core"] = perSecond / cores,
                ["per_processor_second"] = interactions.Count / processorSeconds,
                ["naive_per_core"] = naive,
                ["published"] = "implicit, MovieLens-20M 4 stars and more, 10.0 M positives, 8 cores: f=64 0.840 s, f=128 1.209 s, f=256 2.345 s per iteration"
                    + " (1.49 M, 1.03 M and .53 M positives/s per core)",
            });
    }

    /// <summary>The best iteration after a first one that warms up; on a busy machine processor time says more than the clock.</summary>
    private static (double Seconds, double ProcessorSeconds) Train(
        InteractionMatrix interactions, int dimensions, int steps, int iterations, int threads)
    {
        using Process process = Process.GetCurrentProcess();
        long started = 0;
        double processorStarted = 0;
        double best = double.PositiveInfinity;
        double bestProcessor = double.PositiveInfinity;
        FitOptions options = new()
        {
            Threads = threads,
            Progress = step =>
            {
                process.Refresh();
                double processor = process.TotalProcessorTime.TotalSeconds;
                if (step.Step > 1)
                {
                    best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
                    bestProcessor = Math.Min(bestProcessor, processor - processorStarted);
                }

                processorStarted = processor;
                started = Stopwatch.GetTimestamp();
            },
        };
        ImplicitAls.Fit(interactions, new ImplicitAlsSettings { Dimensions = dimensions, Epochs = iterations + 1, ConjugateGradientSteps = steps }, options);
        return (best, bestProcessor);
    }

    private static double Naive(InteractionMatrix interactions, int dimensions)
    {
        InteractionMatrix byItem = interactions.Transpose();
        NaiveAls users = new(interactions.ItemCount, dimensions, Seed);
        NaiveAls items = new(interactions.UserCount, dimensions, Seed);
        users.Solve(interactions, NaivePositives / 10);
        double secondsPerPositive = SecondsPerPositive(users, interactions) + SecondsPerPositive(items, byItem);
        return 1 / secondsPerPositive;
    }

    private static double SecondsPerPositive(NaiveAls solver, InteractionMatrix rows)
    {
        long started = Stopwatch.GetTimestamp();
        (long positives, double sum) = solver.Solve(rows, NaivePositives);
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        return double.IsFinite(sum) ? seconds / positives : throw new InvalidOperationException("The naive implementation diverged.");
    }
}
