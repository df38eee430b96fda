namespace Perto.Recommendations;

/// <summary>Weights of a blend: how much each source's normalised score and each feature counts.</summary>
public sealed class BlendWeights
{
    private readonly double _total;

    /// <summary>Weights by source name and by feature name.</summary>
    /// <exception cref="ArgumentException">A weight is negative or not finite, or all are zero.</exception>
    public BlendWeights(IReadOnlyDictionary<string, double> sources, IReadOnlyDictionary<string, double> features)
    {
        Sources = sources;
        Features = features;
        foreach ((string name, double weight) in sources.Concat(features))
        {
            if (!double.IsFinite(weight) || weight < 0)
                throw new ArgumentException($"weight of '{name}' must be a number of 0 or more; got {weight}");
            _total += weight;
        }

        if (_total <= 0)
            throw new ArgumentException("at least one weight of the blend must be above 0");
    }

    /// <summary>By source name, as given.</summary>
    public IReadOnlyDictionary<string, double> Sources { get; }

    /// <summary>By feature name, as given.</summary>
    public IReadOnlyDictionary<string, double> Features { get; }

    /// <summary>The source's share of the whole: all shares, features included, sum to 1. Zero for an unknown source.</summary>
    public double SourceShare(string name) => Sources.GetValueOrDefault(name) / _total;

    /// <summary>The feature's share of the whole. Zero for an unknown feature.</summary>
    public double FeatureShare(string name) => Features.GetValueOrDefault(name) / _total;
}
