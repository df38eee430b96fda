using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Learning;
using Perto.Numerics;

namespace Perto.Benchmarks.Learning;

/// <summary>How fast neural collaborative filtering trains.</summary>
internal sealed class NcfFigure : IFigure
{
    private const long Seed = 20;
    private const int NaiveSamples = 40_000;
    private const int PeakSide = 512;
    private const int PeakRounds = 20;

    public string Name => "ncf.train";

    public string Description =>
        "Neural collaborative filtering, training samples per second of one core's time, against one sample at a time; "
        + "--positives 200000 --epochs 3 --threads 0 (0: all cores)";

    public FigureResult Measure(FigureOptions options)
    {
        int positives = options.Integer("positives", 200_000, 10_000, 50_000_000);
        int epochs = options.Integer("epochs", 3, 1, 100);
        int threads = options.Integer("threads", 0, 0, 1_024);
        options.RefuseOthers();
        int cores = threads == 0 ? Environment.ProcessorCount : threads;

        InteractionMatrix interactions = SyntheticCatalogue.Of(positives, Seed);
        NeuralCfSettings settings = new() { Epochs = epochs + 1, Patience = 0 };
        double samples = (double)interactions.Count * (1 + settings.Negatives);
        double peak = PeakOfProduct();
        double naive = Naive(interactions, settings);
        (double seconds, double processorSeconds) = Train(interactions, settings, threads);
        double perCore = samples / processorSeconds;
        double flops = FlopsOfSample(settings);
        return new FigureResult(
            perCore,
            "samples per second of processor time",
            naive,
            perCore / naive,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["baseline"] = "one sample at a time in scalar loops, without the optimiser",
                ["dimensions"] = settings.Dimensions,
                ["layers"] = settings.Layers,
                ["negatives"] = settings.Negatives,
                ["batch_size"] = settings.BatchSize,
                ["history_sample"] = settings.HistorySample,
                ["positives"] = interactions.Count,
                ["users"] = interactions.UserCount,
                ["items"] = interactions.ItemCount,
                ["seed"] = Seed,
                ["threads"] = cores,
                ["best_of_epochs"] = epochs,
                ["seconds_per_epoch"] = seconds,
                ["per_second_and_thread"] = samples / seconds / cores,
                ["megaflop_of_a_sample"] = flops / 1e6,
                ["gigaflops"] = perCore * flops / 1e9,
                ["gigaflops_of_a_product_512"] = peak,
                ["share_of_product"] = perCore * flops / 1e9 / peak,
            });
    }

    /// <summary>
    /// Multiplications and additions of the layers for one sample, forward and twice as many back. The user's half of the first layer is shared
    /// by the samples of a chunk and not counted.
    /// </summary>
    private static double FlopsOfSample(NeuralCfSettings settings)
    {
        double weights = (double)settings.Dimensions * settings.Layers[0];
        for (int layer = 1; layer < settings.Layers.Count; layer++)
            weights += (double)settings.Layers[layer - 1] * settings.Layers[layer];
        return 3 * 2 * weights;
    }

    /// <summary>The best epoch after a first one that warms up; on a busy machine processor time says more than the clock.</summary>
    private static (double Seconds, double ProcessorSeconds) Train(InteractionMatrix interactions, NeuralCfSettings settings, int threads)
    {
        long started = 0;
        double processorStarted = 0;
        double best = double.PositiveInfinity;
        double bestProcessor = double.PositiveInfinity;
        FitOptions options = new()
        {
            Threads = threads,
            Progress = step =>
            {
                double processor = ProcessorSeconds();
                if (step.Step > 1)
                {
                    best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalSeconds);
                    bestProcessor = Math.Min(bestProcessor, processor - processorStarted);
                }

                processorStarted = processor;
                started = Stopwatch.GetTimestamp();
            },
        };
        NeuralCf.Fit(interactions, settings, options);
        return (best, bestProcessor);
    }

    /// <summary>Samples per second of processor time: the naive version has one thread.</summary>
    private static double Naive(InteractionMatrix interactions, NeuralCfSettings settings)
    {
        NaiveNcf naive = new(interactions.ItemCount, settings);
        naive.Step(interactions, settings.Negatives, NaiveSamples / 10);
        double started = ProcessorSeconds();
        (long samples, double loss) = naive.Step(interactions, settings.Negatives, NaiveSamples);
        double seconds = ProcessorSeconds() - started;
        return double.IsFinite(loss) ? samples / seconds : throw new InvalidOperationException("The naive implementation diverged.");
    }

    /// <summary>GFLOP/s of our matrix product, 512 x 512 x 512 on one thread: the best of several rounds.</summary>
    private static double PeakOfProduct()
    {
        float[] values = new float[PeakSide * PeakSide];
        SeededRandom random = new(Seed);
        for (int i = 0; i < values.Length; i++)
            values[i] = random.NextSingle();
        float[] product = new float[values.Length];
        PackedMatrix packed = PackedMatrix.Pack(values, PeakSide, PeakSide, new ParallelOptions { MaxDegreeOfParallelism = 1 });
        double best = 0;
        for (int round = 0; round < PeakRounds; round++)
        {
            long started = Stopwatch.GetTimestamp();
            packed.Multiply(values, PeakSide, product);
            best = Math.Max(best, 2.0 * PeakSide * PeakSide * PeakSide / Stopwatch.GetElapsedTime(started).TotalSeconds / 1e9);
        }

        return best;
    }

    private static double ProcessorSeconds()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime.TotalSeconds;
    }
}
