namespace Perto.Learning;

/// <summary>What a policy is worth, by one estimator.</summary>
/// <param name="Estimator">How it was estimated.</param>
/// <param name="Value">Mean reward of a choice.</param>
/// <param name="StandardError">Of the value, by linearisation over clusters.</param>
/// <param name="Interval">Student's, with as many degrees of freedom as there are clusters less one.</param>
public readonly record struct OffPolicyEstimate(OffPolicyEstimator Estimator, double Value, double StandardError, Interval Interval);
