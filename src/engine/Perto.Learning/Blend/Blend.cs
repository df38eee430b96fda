using Perto.Numerics;

namespace Perto.Learning;

/// <summary>
/// A weighted sum of the scores of several models, each divided by the standard deviation of its scores for the user, because the scales of
/// models have nothing to do with each other. Weights are fitted by <see cref="BlendFit"/>.
/// </summary>
public sealed class Blend : IRecommenderModel
{
    /// <summary>The kind as files and the command line name it.</summary>
    public const string ModelKind = "blend";

    private const int FileVersion = 1;
    private const int MostParts = 64;

    private readonly IRecommenderModel[] _parts;
    private readonly float[] _weights;

    /// <param name="parts">Models of the same items, 1 to 64.</param>
    /// <param name="weights">A finite weight of at least 0 for each, one of them above 0.</param>
    /// <exception cref="ArgumentException">They do not fit together.</exception>
    public Blend(IReadOnlyList<IRecommenderModel> parts, IReadOnlyList<float> weights)
    {
        if (parts.Count is 0 or > MostParts)
            throw new ArgumentException($"parts must be 1 to {MostParts} models; got {parts.Count}");
        foreach (IRecommenderModel part in parts)
        {
            if (part.ItemCount != parts[0].ItemCount)
                throw new ArgumentException($"parts must be of the same items; got {parts[0].ItemCount} and {part.ItemCount}");
            if (part is Blend)
                throw new ArgumentException("parts must be single models; got a blend");
            if (part.PredictsRatings)
                throw new ArgumentException($"parts must take weights for how much an interaction counts; {part.Kind} takes ratings");
        }

        if (weights.Count != parts.Count || !weights.All(weight => weight >= 0 && float.IsFinite(weight)) || !weights.Any(weight => weight > 0))
            throw new ArgumentException($"weights must be {parts.Count} finite numbers of at least 0, one of them above; got {string.Join(", ", weights)}");
        _parts = [.. parts];
        _weights = [.. weights];
    }

    /// <inheritdoc/>
    public string Kind => ModelKind;

    /// <inheritdoc/>
    public int ItemCount => _parts[0].ItemCount;

    /// <summary>The models.</summary>
    public IReadOnlyList<IRecommenderModel> Parts => _parts;

    /// <summary>Their weights.</summary>
    public IReadOnlyList<float> Weights => _weights;

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        History.RequireScores(scores.Length, ItemCount);
        float[] own = new float[ItemCount];
        scores.Clear();
        for (int part = 0; part < _parts.Length; part++)
        {
            if (_weights[part] == 0)
                continue;
            _parts[part].Score(items, weights, own);
            VectorKernels.Axpy(_weights[part] * Scale(own), own, scores);
        }
    }

    /// <inheritdoc/>
    public void Score(InteractionMatrix histories, int firstUser, int userCount, Span<float> scores)
    {
        History.RequireRows(histories, firstUser, userCount, ItemCount, scores.Length);
        float[] own = new float[scores.Length];
        scores.Clear();
        for (int part = 0; part < _parts.Length; part++)
        {
            if (_weights[part] == 0)
                continue;
            _parts[part].Score(histories, firstUser, userCount, own);
            for (int user = 0; user < userCount; user++)
            {
                ReadOnlySpan<float> row = own.AsSpan(user * ItemCount, ItemCount);
                VectorKernels.Axpy(_weights[part] * Scale(row), row, scores.Slice(user * ItemCount, ItemCount));
            }
        }
    }

    /// <inheritdoc/>
    /// <remarks>By the part of the largest weight: what is similar to an item is on no scale that parts share.</remarks>
    public int Similar(int item, Span<ScoredItem> similar) => _parts[Array.IndexOf(_weights, _weights.Max())].Similar(item, similar);

    /// <inheritdoc/>
    /// <remarks>What a part adds that does not look at the history belongs to no item of it, and is left out.</remarks>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        History.Require(items, weights, ItemCount);
        float[] scores = new float[ItemCount];
        float[] own = new float[items.Length];
        contributions = contributions[..items.Length];
        contributions.Clear();
        for (int part = 0; part < _parts.Length; part++)
        {
            _parts[part].Score(items, weights, scores);
            _parts[part].Explain(items, weights, item, own);
            VectorKernels.Axpy(_weights[part] * Scale(scores), own, contributions);
        }
    }

    /// <inheritdoc/>
    public void Save(Stream stream)
    {
        BinaryFileWriter writer = new(stream, ModelKind, FileVersion);
        writer.Section<float>("weights", _weights);
        foreach (IRecommenderModel part in _parts)
        {
            using MemoryStream bytes = new();
            part.Save(bytes);
            writer.Section<byte>("part", bytes.ToArray());
        }

        writer.End();
    }

    internal static Blend Load(BinaryFileReader reader)
    {
        reader.RequireVersion(FileVersion);
        float[] weights = reader.Section<float>("weights");
        RecommenderModels.Require(
            weights.Length is > 0 and <= MostParts && weights.All(weight => weight >= 0 && float.IsFinite(weight)) && weights.Any(weight => weight > 0),
            "weights",
            $"1 to {MostParts} finite numbers of at least 0 are expected");
        IRecommenderModel[] parts = [.. weights.Select(_ => LoadPart(reader.Section<byte>("part")))];
        RecommenderModels.Require(
            parts.All(part => part.ItemCount == parts[0].ItemCount && !part.PredictsRatings), "part", "models of the same items are expected");
        reader.End();
        return new Blend(parts, weights);
    }

    // A blend in a blend in a blend could be as deep as a file is long.
    private static IRecommenderModel LoadPart(byte[] bytes)
    {
        RecommenderModels.Require(new BinaryFileReader(new MemoryStream(bytes)).Kind != ModelKind, "part", "a single model is expected; got a blend");
        return RecommenderModels.Load(new MemoryStream(bytes));
    }

    /// <summary>1 / the standard deviation; 0 where all scores are equal, which say nothing.</summary>
    internal static float Scale(ReadOnlySpan<float> scores)
    {
        double sum = 0, squares = 0;
        foreach (float score in scores)
            sum += score;
        double mean = sum / scores.Length;
        foreach (float score in scores)
            squares += (score - mean) * (score - mean);
        double deviation = Math.Sqrt(squares / scores.Length);
        return deviation > 1e-12 * Math.Abs(mean) && deviation > 0 ? (float)(1 / deviation) : 0;
    }
}
