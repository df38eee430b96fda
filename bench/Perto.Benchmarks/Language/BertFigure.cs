using Perto.Benchmarks.Figures;
using Perto.Language;
using Perto.Numerics;

namespace Perto.Benchmarks.Language;

/// <summary>How fast texts go through an encoder.</summary>
internal sealed class BertFigure : IFigure
{
    private const int PlainLength = 32;

    public string Name => "bert.minilm";

    public string Description =>
        "an encoder in the shape of MiniLM-L6, tokens per second, against scalar loops on as many cores; with its share of the machine's multiply-add peak; "
        + "--texts 64 --shortest 8 --longest 128 --threads 0 (0: all cores) --rounds 7";

    public FigureResult Measure(FigureOptions options)
    {
        int count = options.Integer("texts", 64, 1, 10_000);
        int shortest = options.Integer("shortest", 8, 1, 512);
        int longest = options.Integer("longest", 128, shortest, 512);
        int threads = options.Integer("threads", 0, 0, 1_024);
        int rounds = options.Integer("rounds", 7, 1, 1_000);
        options.RefuseOthers();
        int cores = threads == 0 ? Environment.ProcessorCount : threads;

        var random = new SeededRandom(MiniLm.Seed);
        TokenizedText[] texts = new TokenizedText[count];
        for (int i = 0; i < count; i++)
            texts[i] = MiniLm.Text(random, shortest + random.Next(longest - shortest + 1));
        long tokens = texts.Sum(text => (long)text.Ids.Length);
        double operations = texts.Sum(text => MiniLm.Operations(text.Ids.Length));

        TensorSet tensors = MiniLm.Tensors();
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = cores };
        var exact = new SentenceEncoder(TransformerEncoder.Load(MiniLm.Config, tensors, WeightPrecision.Float32, parallel), new SentenceEncoderConfig());
        var quantised = new SentenceEncoder(TransformerEncoder.Load(MiniLm.Config, tensors, WeightPrecision.Int8, parallel), new SentenceEncoderConfig());
        double plain = PlainTokensPerSecond(tensors, random);

        // In turns, so that what else the machine does falls on all of them.
        Spent spent = Spent.Nothing, int8 = Spent.Nothing, one = Spent.Nothing, peak = Spent.Nothing;
        for (int round = 0; round <= rounds; round++)
        {
            peak = peak.Least(Spent.On(() => MachinePeak.Run(cores)));
            spent = spent.Least(Spent.On(() => exact.Encode(texts, parallel)));
            int8 = int8.Least(Spent.On(() => quantised.Encode(texts, parallel)));
            one = one.Least(Spent.On(() => exact.Encode(texts, new ParallelOptions { MaxDegreeOfParallelism = 1 })));
        }

        double peakOperations = MachinePeak.Operations(cores);
        float[][] vectors = exact.Encode(texts, parallel);
        float[][] int8Vectors = quantised.Encode(texts, parallel);
        return new FigureResult(
            tokens / spent.Seconds,
            "tokens/s",
            plain * cores,
            tokens / spent.Seconds / (plain * cores),
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["baseline"] = "one text at a time in scalar loops; one thread, times the threads",
                ["shape"] = "6 layers x 384 x 12 heads x 1536, vocabulary 30522, made weights",
                ["texts"] = count,
                ["tokens"] = tokens,
                ["tokens_of_a_text"] = $"{shortest}-{longest}",
                ["threads"] = cores,
                ["seed"] = MiniLm.Seed,
                ["best_of_rounds"] = rounds,
                ["milliseconds"] = spent.Seconds * 1e3,
                ["texts_per_second"] = count / spent.Seconds,
                ["gigaflops"] = operations / spent.Seconds / 1e9,
                ["peak_gigaflops"] = peakOperations / peak.Seconds / 1e9,
                ["share_of_peak"] = operations / spent.Seconds / (peakOperations / peak.Seconds),
                ["share_of_peak_by_processor_time"] = operations / spent.ProcessorSeconds / (peakOperations / peak.ProcessorSeconds),
                ["per_processor_second"] = tokens / spent.ProcessorSeconds,
                ["one_thread_tokens_per_second"] = tokens / one.Seconds,
                ["int8_tokens_per_second"] = tokens / int8.Seconds,
                ["int8_per_processor_second"] = tokens / int8.ProcessorSeconds,
                ["int8_least_cosine"] = vectors.Zip(int8Vectors, (a, b) => VectorKernels.Dot(a, b)).Min(),
                ["float32_bytes"] = exact.Encoder.Bytes,
                ["int8_bytes"] = quantised.Encoder.Bytes,
            });
    }

    private static double PlainTokensPerSecond(TensorSet tensors, SeededRandom random)
    {
        var plain = new PlainBert(MiniLm.Config, tensors);
        TokenizedText text = MiniLm.Text(random, PlainLength);
        plain.Encode(MiniLm.Text(random, 2));
        return PlainLength / Spent.On(() => plain.Encode(text)).Seconds;
    }
}
