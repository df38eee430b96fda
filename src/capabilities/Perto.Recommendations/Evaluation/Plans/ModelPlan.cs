using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>A model that is named, set and checked, but not fitted yet.</summary>
public sealed class ModelPlan
{
    private readonly Func<InteractionMatrix, FitOptions?, CancellationToken, IRecommenderModel> _fit;

    internal ModelPlan(
        string model,
        IReadOnlyDictionary<string, string> parameters,
        Func<InteractionMatrix, FitOptions?, CancellationToken, IRecommenderModel> fit)
    {
        Model = model;
        Parameters = parameters;
        _fit = fit;
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>All its parameters, also those left at their defaults.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; }

    /// <summary>Whether it is fitted on ratings; otherwise each interaction is a positive of weight 1.</summary>
    public bool FitsRatings { get; internal init; }

    /// <summary>Fits it.</summary>
    /// <param name="train">Positives, or ratings as weights where it <see cref="FitsRatings"/>.</param>
    /// <param name="options">Threads and progress.</param>
    /// <param name="cancellationToken">Stops the fit.</param>
    public IRecommenderModel Fit(InteractionMatrix train, FitOptions? options = null, CancellationToken cancellationToken = default) =>
        _fit(train, options, cancellationToken);
}
