using Perto.Benchmarks.Figures;
using Perto.Language;
using Perto.Numerics;

namespace Perto.Benchmarks.Language;

/// <summary>How fast a cross-encoder judges passages.</summary>
internal sealed class RerankFigure : IFigure
{
    private const int MeanLength = 88;
    private const int Deviation = 28;
    private const int Shortest = 24;
    private const int Longest = 256;

    public string Name => "rerank.pairs";

    public string Description =>
        "a cross-encoder in the shape of ms-marco-MiniLM-L6, pairs per second with lengths as in MS MARCO, against one pair at a time; "
        + "--pairs 100 --threads 0 (0: all cores) --rounds 7";

    public FigureResult Measure(FigureOptions options)
    {
        int count = options.Integer("pairs", 100, 1, 10_000);
        int threads = options.Integer("threads", 0, 0, 1_024);
        int rounds = options.Integer("rounds", 7, 1, 1_000);
        options.RefuseOthers();
        int cores = threads == 0 ? Environment.ProcessorCount : threads;

        var random = new SeededRandom(MiniLm.Seed + 1);
        TokenizedText[] pairs = new TokenizedText[count];
        for (int i = 0; i < count; i++)
            pairs[i] = MiniLm.Text(random, Math.Clamp((int)(MeanLength + (Deviation * random.Normal())), Shortest, Longest));
        TensorSet tensors = MiniLm.Tensors();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = cores };
        var exact = CrossEncoder.Load(MiniLm.Config, tensors, WeightPrecision.Float32, parallel);
        var quantised = CrossEncoder.Load(MiniLm.Config, tensors, WeightPrecision.Int8, parallel);

        Spent spent = Spent.Nothing, int8 = Spent.Nothing, single = Spent.Nothing, peak = Spent.Nothing;
        for (int round = 0; round <= rounds; round++)
        {
            peak = peak.Least(Spent.On(() => MachinePeak.Run(cores)));
            spent = spent.Least(Spent.On(() => exact.Judge(pairs, parallel)));
            int8 = int8.Least(Spent.On(() => quantised.Judge(pairs, parallel)));
            single = single.Least(Spent.On(() =>
            {
                foreach (TokenizedText pair in pairs)
                    exact.Judge([pair], parallel);
            }));
        }

        double peakOperations = MachinePeak.Operations(cores);
        double operations = pairs.Sum(pair => MiniLm.Operations(pair.Ids.Length));
        return new FigureResult(
            count / spent.Seconds,
            "pairs/s",
            count / single.Seconds,
            single.Seconds / spent.Seconds,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["baseline"] = "one pair at a time, through the same model",
                ["shape"] = "6 layers x 384 x 12 heads x 1536, one label, made weights",
                ["pairs"] = count,
                ["mean_tokens_of_a_pair"] = pairs.Average(pair => pair.Ids.Length),
                ["threads"] = cores,
                ["seed"] = MiniLm.Seed + 1,
                ["best_of_rounds"] = rounds,
                ["milliseconds"] = spent.Seconds * 1e3,
                ["int8_pairs_per_second"] = count / int8.Seconds,
                ["pairs_per_processor_second"] = count / spent.ProcessorSeconds,
                ["int8_pairs_per_processor_second"] = count / int8.ProcessorSeconds,
                ["gigaflops"] = operations / spent.Seconds / 1e9,
                ["peak_gigaflops"] = peakOperations / peak.Seconds / 1e9,
                ["share_of_peak"] = operations / spent.Seconds / (peakOperations / peak.Seconds),
                ["share_of_peak_by_processor_time"] = operations / spent.ProcessorSeconds / (peakOperations / peak.ProcessorSeconds),
                ["published"] = "ms-marco-MiniLM-L6-v2, its authors' table: 1,800 documents/s on a GPU",
            });
    }
}
