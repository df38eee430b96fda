namespace Perto.Learning;

/// <summary>What a policy is worth by the choices of another one, and how far that can be believed.</summary>
public sealed record OffPolicyReport
{
    /// <summary>Choices.</summary>
    public required int Choices { get; init; }

    /// <summary>Clusters of choices that stand and fall together.</summary>
    public required int Clusters { get; init; }

    /// <summary>Mean reward of the policy that chose.</summary>
    public required double LoggedValue { get; init; }

    /// <summary>One for each estimator, in the order of <see cref="OffPolicyEstimator"/>; those that need a model are there if one was given.</summary>
    public required IReadOnlyList<OffPolicyEstimate> Estimates { get; init; }

    /// <summary>
    /// Mean of the weights: 1, but for chance, where every choice of the judged policy could have been logged and the propensities are right.
    /// </summary>
    public required double MeanWeight { get; init; }

    /// <summary>Standard error of the mean of the weights.</summary>
    public required double MeanWeightError { get; init; }

    /// <summary>The largest weight, before clipping.</summary>
    public required double LargestWeight { get; init; }

    /// <summary>Choices of the judged policy itself that the log is worth: (sum of w)² / sum of w².</summary>
    public required double EffectiveChoices { get; init; }

    /// <summary>Share of the choices whose weight was clipped.</summary>
    public required double ClippedShare { get; init; }

    /// <summary>
    /// Whether the weights are what they must be: their mean is not further from 1 than four standard errors and two hundredths. Where it is, propensities are
    /// wrong, or the judged policy does what was never tried.
    /// </summary>
    public bool WeightsAddUp => Math.Abs(MeanWeight - 1) <= (4 * MeanWeightError) + 0.02;

    /// <summary>The estimate of an estimator.</summary>
    /// <exception cref="ArgumentException">It needs a model and none was given.</exception>
    public OffPolicyEstimate this[OffPolicyEstimator estimator] => Estimates.Any(estimate => estimate.Estimator == estimator)
        ? Estimates.First(estimate => estimate.Estimator == estimator)
        : throw new ArgumentException($"{estimator} needs the rewards that a model expects", nameof(estimator));
}
