using Perto.Learning;

namespace Perto.Recommendations;

/// <summary>How much better one model is than another on the same users.</summary>
/// <param name="Model">The one.</param>
/// <param name="Against">The other.</param>
/// <param name="Metric">By which metric.</param>
/// <param name="K">Its cutoff.</param>
/// <param name="Difference">The mean over users of the one's value less the other's.</param>
/// <param name="Interval">The 95 % interval of that, by the paired bootstrap over users.</param>
/// <param name="PValue">How probable a difference as far from 0 is where both are alike: the paired permutation test.</param>
public sealed record ModelComparison(string Model, string Against, string Metric, int K, double Difference, Interval Interval, double PValue)
{
    /// <summary>Compares two models that were measured by one task.</summary>
    /// <param name="model">The one.</param>
    /// <param name="against">The other.</param>
    /// <param name="metric">One that each user has.</param>
    /// <param name="k">Its cutoff.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ArgumentException">It was not computed, or not on the same users.</exception>
    public static ModelComparison Of(EvaluationResult model, EvaluationResult against, string metric, int k, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(against);
        IReadOnlyList<double> one = model.Value(metric, k).Users, other = against.Value(metric, k).Users;
        if (one.Count != other.Count || one.Count < 2)
            throw new ArgumentException($"both must have {metric}@{k} of the same users, two or more; got {one.Count} and {other.Count}");
        double[] differences = [.. one.Zip(other, (left, right) => left - right)];
        Bootstrap bootstrap = EvaluationIntervals.OfMean(differences, cancellationToken);
        return new ModelComparison(model.Model, against.Model, metric, k, bootstrap.Estimate, bootstrap.Interval, SignFlipTest.PValue(differences));
    }
}
