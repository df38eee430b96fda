using System.Diagnostics;
using Perto.Benchmarks.Figures;
using Perto.Language;
using Perto.Numerics;

namespace Perto.Benchmarks.Language;

/// <summary>How fast the built-in embedder is.</summary>
internal sealed class LexicalEmbedFigure : IFigure
{
    private const int Seed = 7;
    private const double Tolerance = 1e-5;

    public string Name => "lexical.embed";

    public string Description =>
        "texts per second of one thread through the hashed built-in embedder, against the same with lists and dictionaries of strings; --texts 2000 --words 100 --rounds 3";

    public FigureResult Measure(FigureOptions options)
    {
        int count = options.Integer("texts", 2_000, 10, 1_000_000);
        int words = options.Integer("words", 100, 1, 100_000);
        int rounds = options.Integer("rounds", 3, 1, 1_000);
        options.RefuseOthers();

        string[] texts = SyllableTexts.Of(new SeededRandom(Seed), count, words);
        LexicalEmbedder embedder = LexicalEmbedder.Hashed();
        LexicalEmbedder fitted = LexicalEmbedder.FitTo(texts[..Math.Min(count, 500)], new LexicalFitSettings(), new ParallelOptions());
        float[] vector = new float[LexicalEmbedder.Dimension];
        double hashedSeconds = double.MaxValue, fittedSeconds = double.MaxValue, obviousSeconds = double.MaxValue;
        long allocated = 0;
        for (int round = 0; round < rounds; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            hashedSeconds = Math.Min(hashedSeconds, Seconds(texts, text => embedder.Embed(text, vector)));
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
            fittedSeconds = Math.Min(fittedSeconds, Seconds(texts, text => fitted.Embed(text, vector)));
            obviousSeconds = Math.Min(obviousSeconds, Seconds(texts, text => DictionaryEmbedder.Embed(text)));
        }
        foreach (string text in texts.Take(100))
        {
            if (embedder.Embed(text).Zip(DictionaryEmbedder.Embed(text), (one, other) => Math.Abs(one - other)).Max() > Tolerance)
                throw new InvalidOperationException("The two embedders differ.");
        }
        return new FigureResult(
            count / hashedSeconds,
            "texts/s",
            count / obviousSeconds,
            obviousSeconds / hashedSeconds,
            new Dictionary<string, object>(StringComparer.Ordinal)
            {
                ["texts"] = count,
                ["words_of_text"] = words,
                ["characters_of_text"] = texts.Sum(text => (long)text.Length) / count,
                ["threads"] = 1,
                ["seed"] = Seed,
                ["best_of_rounds"] = rounds,
                ["bytes_allocated_per_text"] = allocated / count,
                ["fitted_texts_per_second"] = count / fittedSeconds,
                ["fitted_features"] = fitted.Fit!.Features,
            });
    }

    private static double Seconds(string[] texts, Action<string> embed)
    {
        long start = Stopwatch.GetTimestamp();
        foreach (string text in texts)
            embed(text);
        return Stopwatch.GetElapsedTime(start).TotalSeconds;
    }
}
