using System.Buffers;
using Perto.Learning;
using Perto.Platform;
using Perto.Recommendations;

namespace Perto.Streaming;

/// <summary>A learned ranker, as it serves. Immutable.</summary>
public sealed class RankerModel
{
    /// <summary>Name in the model registry.</summary>
    public const string ModelName = "home-ranker";

    /// <summary>What all titles begin with, in the parts of a score.</summary>
    public const string BasePart = "base";

    private readonly RankerArtifact _artifact;
    private readonly Lazy<TreeExplainer> _explainer;

    // The features of a process do not change while it runs: one table of places serves all requests.
    private FeaturePlaces? _places;

    internal RankerModel(ModelVersion version, RankerArtifact artifact)
    {
        Version = version;
        _artifact = artifact;
        _explainer = new(() => new TreeExplainer(artifact.Trees));
    }

    /// <summary>How much each place is noticed.</summary>
    internal IReadOnlyList<double> Noticed => _artifact.Noticed;

    /// <summary>Its line in the registry.</summary>
    public ModelVersion Version { get; }

    /// <summary>Name and version: <c>home-ranker@7</c>.</summary>
    public string Label => Version.ToString();

    /// <summary>Scores titles: the probability that each is played where it is seen at the first place of a page, 0..1.</summary>
    /// <param name="features">A row for each title.</param>
    /// <param name="scores">Receives one for each row.</param>
    public void Score(FeatureTable features, Span<float> scores)
    {
        ArgumentNullException.ThrowIfNull(features);
        double[] raw = ArrayPool<double>.Shared.Rent(features.Rows);
        try
        {
            Raw(features, raw.AsSpan(0, features.Rows));
            for (int row = 0; row < features.Rows; row++)
                scores[row] = (float)_artifact.Play.Probability(raw[row]);
        }
        finally
        {
            ArrayPool<double>.Shared.Return(raw);
        }
    }

    /// <summary>
    /// What each feature added to the score of one title, and <see cref="BasePart"/> for what all begin with: exact Shapley values of the trees,
    /// brought from log-odds to the scale of the score in proportion. They sum to the score.
    /// </summary>
    public IReadOnlyDictionary<string, double> Parts(FeatureTable features, int title)
    {
        ArgumentNullException.ThrowIfNull(features);
        var row = new float[_artifact.Trees.FeatureCount];
        Gather(features, title, row);
        var shares = new double[row.Length + 1];
        _explainer.Value.Contributions(row, shares);
        double start = _artifact.Play.Probability(shares[^1]), total = 0;
        foreach (double share in shares.AsSpan(0, row.Length))
            total += share;
        double scale = Math.Abs(total) < 1e-9 ? 0 : (_artifact.Play.Probability(shares[^1] + total) - start) / total;
        var parts = new ScoreParts(row.Length + 1);
        parts.Add(BasePart, Math.Round(start, 4));
        var keys = new double[row.Length];
        var order = new int[row.Length];
        for (int feature = 0; feature < row.Length; feature++)
            (keys[feature], order[feature]) = (-Math.Abs(shares[feature]), feature);
        Array.Sort(keys, order);
        foreach (int feature in order)
        {
            double part = Math.Round(shares[feature] * scale, 4);
            if (part != 0)
                parts.Add(_artifact.Trees.FeatureNames[feature], part);
        }
        return parts;
    }

    /// <summary>The scores of the trees themselves.</summary>
    internal void Raw(FeatureTable features, Span<double> scores)
    {
        int width = _artifact.Trees.FeatureCount;
        float[] rows = ArrayPool<float>.Shared.Rent(Math.Max(1, features.Rows * width));
        try
        {
            for (int row = 0; row < features.Rows; row++)
                Gather(features, row, rows.AsSpan(row * width, width));
            _artifact.Trees.Score(rows.AsSpan(0, features.Rows * width), scores);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(rows);
        }
    }

    // A feature that the ranker knows and this process does not is missing.
    private void Gather(FeatureTable features, int row, Span<float> values)
    {
        int[] places = Places(features.Names);
        Span<float> from = features[row];
        for (int feature = 0; feature < places.Length; feature++)
            values[feature] = places[feature] < 0 ? float.NaN : from[places[feature]];
    }

    private int[] Places(IReadOnlyList<string> names)
    {
        FeaturePlaces? known = Volatile.Read(ref _places);
        if (known is not null && ReferenceEquals(known.Names, names))
            return known.Places;
        int[] places = [.. _artifact.Trees.FeatureNames.Select(name => Place(names, name))];
        Volatile.Write(ref _places, new FeaturePlaces(names, places));
        return places;
    }

    private static int Place(IReadOnlyList<string> names, string name)
    {
        for (int place = 0; place < names.Count; place++)
        {
            if (names[place] == name)
                return place;
        }
        return -1;
    }

    private sealed record FeaturePlaces(IReadOnlyList<string> Names, int[] Places);
}
