using System.Runtime.InteropServices;
using Perto.Numerics;

namespace Perto.Language;

/// <summary>Fits a <see cref="FittedSpace"/>: which features, how rare each is, and the decomposition (Deerwester et al. 1990, "Indexing by latent semantic analysis").</summary>
/// <param name="texts">The corpus.</param>
/// <param name="settings">How.</param>
/// <param name="parallel">How many threads may work, and when to stop.</param>
/// <param name="progress">0 to 1.</param>
internal sealed class LexicalFit(IReadOnlyList<string> texts, LexicalFitSettings settings, ParallelOptions parallel, IProgress<double>? progress)
{
    // Below this share of the largest a direction is noise of single precision.
    private const double SmallestValue = 1e-5;

    // The shares of the work, for progress.
    private const double Counted = 0.3;
    private const double Weighed = 0.5;

    private readonly TextFeatures _features = new();
    private readonly Dictionary<ulong, int> _wordTexts = [];
    private readonly Dictionary<ulong, int> _gramTexts = [];

    /// <summary>The language of texts that tell none.</summary>
    public TextLanguage Fallback { get; private set; } = TextLanguage.English;

    /// <summary>The share of the decomposed texts' squares that the kept directions have, 0 to 1.</summary>
    public double VarianceKept { get; private set; }

    /// <summary>How many texts were decomposed.</summary>
    public int Decomposed { get; private set; }

    /// <exception cref="ArgumentException">The corpus has fewer than two texts with a feature that is known.</exception>
    public FittedSpace Run()
    {
        Fallback = settings.Language ?? LanguageOfMost();
        Count();
        ulong[] ids = [.. MostFrequent(_wordTexts, settings.MaxWords), .. MostFrequent(_gramTexts, settings.MaxGrams)];
        float[] weights = Array.ConvertAll(ids, Rarity);
        if (ids.Length < 2)
            throw new ArgumentException($"The {texts.Count} texts share fewer than two terms; a corpus must have {settings.MinTexts} and more texts about the same things.");

        SparseMatrix matrix = Matrix(new FittedSpace(ids, weights, []));
        if (matrix.Rows < 2)
            throw new ArgumentException($"Of the {texts.Count} texts fewer than two have a term that others have too; there is nothing to fit.");
        Decomposed = matrix.Rows;
        return new FittedSpace(ids, weights, Directions(matrix));
    }

    private TextLanguage LanguageOfMost()
    {
        int english = 0, portuguese = 0;
        foreach (string text in texts)
        {
            switch (LanguageDetector.Of(text, TextLanguage.None))
            {
                case TextLanguage.English:
                    english++;
                    break;
                case TextLanguage.Portuguese:
                    portuguese++;
                    break;
            }
        }
        return portuguese > english ? TextLanguage.Portuguese : TextLanguage.English;
    }

    private void Count()
    {
        for (int i = 0; i < texts.Count; i++)
        {
            Read(i);
            foreach (ulong id in _features.Words.Ids)
                CollectionsMarshal.GetValueRefOrAddDefault(_wordTexts, id, out _)++;
            foreach (ulong id in _features.Grams.Ids)
                CollectionsMarshal.GetValueRefOrAddDefault(_gramTexts, id, out _)++;
            Report(i, texts.Count, 0, Counted);
        }
    }

    private void Read(int text)
    {
        parallel.CancellationToken.ThrowIfCancellationRequested();
        _features.Read(texts[text], settings.Language ?? LanguageDetector.Of(texts[text], Fallback));
    }

    private IEnumerable<ulong> MostFrequent(Dictionary<ulong, int> frequencies, int most) => frequencies
        .Where(feature => feature.Value >= settings.MinTexts)
        .OrderByDescending(feature => feature.Value).ThenBy(feature => feature.Key)
        .Take(most)
        .Select(feature => feature.Key);

    // As CorpusStatistics has it for BM25; never negative.
    private float Rarity(ulong id)
    {
        int have = _wordTexts.TryGetValue(id, out int words) ? words : _gramTexts[id];
        return (float)Math.Log(1 + ((texts.Count - have + 0.5) / (have + 0.5)));
    }

    private SparseMatrix Matrix(FittedSpace space)
    {
        List<int> starts = [0], columns = [];
        List<float> values = [];
        List<(int Column, float Value)> row = [];
        int[] drawn = Drawn();
        for (int i = 0; i < drawn.Length; i++)
        {
            Read(drawn[i]);
            row.Clear();
            foreach (WeightedFeature feature in _features.Weigh(space))
                row.Add((feature.Place, feature.Weight));
            Report(i, drawn.Length, Counted, Weighed);
            if (row.Count == 0)
                continue;
            row.Sort(static (one, other) => one.Column.CompareTo(other.Column));
            foreach ((int column, float value) in row)
            {
                columns.Add(column);
                values.Add(value);
            }
            starts.Add(columns.Count);
        }
        return new SparseMatrix(space.Ids.Length, [.. starts], [.. columns], [.. values]);
    }

    // The first of a shuffle, in the order of the corpus.
    private int[] Drawn()
    {
        int[] all = [.. Enumerable.Range(0, texts.Count)];
        if (all.Length <= settings.DecomposedTexts)
            return all;
        SeededRandom random = new(settings.Seed);
        for (int i = 0; i < settings.DecomposedTexts; i++)
        {
            int other = i + random.Next(all.Length - i);
            (all[i], all[other]) = (all[other], all[i]);
        }
        return [.. all.Take(settings.DecomposedTexts).Order()];
    }

    private Half[] Directions(SparseMatrix matrix)
    {
        int rank = Math.Min(settings.Directions, Math.Min(matrix.Rows, matrix.Columns));
        RandomizedSvd svd = RandomizedSvd.Of(matrix, new RandomizedSvdSettings { Rank = rank, Seed = settings.Seed }, parallel);
        rank = svd.Values.Count(value => value > SmallestValue * svd.Values[0]);
        // Each row has length 1, so that the squares of the matrix are its rows.
        VarianceKept = Math.Min(1, svd.Values.Take(rank).Sum(value => value * value) / matrix.Rows);
        Half[] directions = new Half[matrix.Columns * rank];
        for (int k = 0; k < rank; k++)
        {
            double scale = Math.Pow(svd.Values[k] / svd.Values[0], settings.Sharpening);
            for (int column = 0; column < matrix.Columns; column++)
                directions[(column * rank) + k] = (Half)(svd.Right[(k * matrix.Columns) + column] * scale);
        }
        progress?.Report(1);
        return directions;
    }

    private void Report(int done, int all, double from, double to)
    {
        if (progress is not null && done % 256 == 0)
            progress.Report(from + ((to - from) * done / all));
    }
}
